#include "pages/axis_row.h"

#include "experiment/field_access.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ncf {

namespace {

QString exampleOf(FieldKind kind) {
    switch (kind) {
        case FieldKind::Integer:
            return AxisRow::tr("8, 16, 32 or 8..64:log");
        case FieldKind::Decimal:
            return AxisRow::tr("0.001, 0.002 or 0.0005..0.005:log");
        case FieldKind::Widths:
            return AxisRow::tr("32,16,8 / 64,32");
        case FieldKind::Choice:
        case FieldKind::Text:
            break;
    }
    return {};
}

}  // namespace

AxisRow::AxisRow(const QString& setting, const QString& values, QWidget* parent) : QWidget(parent) {
    setting_ = new QComboBox;
    for (const auto& field : namedFields()) {
        if (canVary(field.name)) {
            setting_->addItem(QString::fromStdString(field.name));
            setting_->setItemData(setting_->count() - 1, QString::fromStdString(field.help),
                                  Qt::ToolTipRole);
        }
    }
    setting_->setCurrentText(setting);
    values_ = new QLineEdit(values);
    setFocusProxy(values_);
    remove_ = new QPushButton(tr("Remove"));
    remove_->setProperty("quiet", true);
    problem_ = new QLabel;
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->hide();

    auto* const fields = new QHBoxLayout;
    fields->setSpacing(Theme::kGapSmall);
    fields->addWidget(setting_, 2);
    fields->addWidget(values_, 3);
    fields->addWidget(remove_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(fields);
    layout->addWidget(problem_);
    connect(setting_, &QComboBox::currentIndexChanged, this, [this] {
        showHelp();
        Q_EMIT changed();
    });
    connect(values_, &QLineEdit::textChanged, this, &AxisRow::changed);
    connect(remove_, &QPushButton::clicked, this, &AxisRow::removeRequested);
    showHelp();
}

void AxisRow::showHelp() {
    const NamedField* const field = findField(setting_->currentText().toStdString());
    if (!field) {
        return;
    }
    QStringList choices;
    for (const auto& choice : field->choices) {
        choices << QString::fromStdString(choice);
    }
    const QString example =
        choices.isEmpty() ? exampleOf(field->kind) : choices.join(QStringLiteral(", "));
    const QString help = QString::fromStdString(field->help);
    setting_->setToolTip(help);
    values_->setPlaceholderText(example);
    values_->setToolTip(
        tr("%1\nA list of values, or for numbers a range LOW..HIGH, with :log for even ratios and "
           ":STEPS for how many of it a grid takes (4).")
            .arg(help));
}

QString AxisRow::setting() const {
    return setting_->currentText();
}

Result<SweepAxis> AxisRow::axis() const {
    return parseAxis(setting_->currentText().toStdString(), values_->text().toStdString());
}

void AxisRow::setProblem(const QString& problem) {
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    values_->setAccessibleDescription(problem);
}

void AxisRow::setNumber(int number) {
    setting_->setAccessibleName(tr("Setting %1").arg(number));
    values_->setAccessibleName(tr("Values of setting %1").arg(number));
    remove_->setAccessibleName(tr("Remove setting %1").arg(number));
}

}  // namespace ncf
