#include "pages/sweep_form.h"

#include "base/text.h"
#include "experiment/field_access.h"
#include "experiment/settings.h"
#include "pages/axis_row.h"
#include "pages/form_helpers.h"
#include "theme/theme.h"
#include "widgets/scroll_column.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

constexpr int kMostRowsHeight = 150;

QString message(const Error& error) {
    return QString::fromStdString(error.message());
}

}  // namespace

SweepForm::SweepForm(QWidget* parent) : QWidget(parent) {
    auto* const rows = new QWidget;
    rowsLayout_ = new QVBoxLayout(rows);
    rowsLayout_->setContentsMargins(0, 0, 0, 0);
    rowsLayout_->setSpacing(Theme::kGapSmall);
    rowsLayout_->setAlignment(Qt::AlignTop);
    scroll_ = makeScrollColumn(rows);
    auto* const add = new QPushButton(tr("Vary another setting"));
    add->setAccessibleName(tr("Vary another setting"));
    name_ = new QLineEdit;
    name_->setAccessibleName(tr("Name of the sweep"));
    name_->setPlaceholderText(tr("Name of the sweep (optional)"));
    auto* const below = new QHBoxLayout;
    below->addWidget(add);
    below->addWidget(name_, 1);
    summary_ = new QLabel;
    summary_->setWordWrap(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(scroll_);
    layout->addLayout(below);
    layout->addWidget(makeBudget());
    layout->addWidget(summary_);
    connect(add, &QPushButton::clicked, this, [this] {
        addRow(QStringLiteral("dropout"), {});
        rows_.back()->setFocus();
    });
    connect(name_, &QLineEdit::textChanged, this, &SweepForm::update);
    addUsualRows();
}

QWidget* SweepForm::makeBudget() {
    order_ = new QComboBox;
    order_->addItems({tr("all combined"), tr("drawn at random")});
    order_->setAccessibleName(tr("What is tried"));
    count_ = spinBox(1, 1000);
    count_->setValue(SweepPlan().trials);
    setUnit(count_, tr(" trial"), tr(" trials"));
    count_->setAccessibleName(tr("Trials"));
    count_->setToolTip(tr("Of more combinations only so many are tried, drawn from the seed."));
    halving_ = new QCheckBox(tr("halving:"));
    halving_->setAccessibleName(tr("Successive halving"));
    halving_->setToolTip(
        tr("Drops the hopeless early by successive halving: all train for a few epochs, then the "
           "best by validation train "
           "again for longer, and so on until one is left."));
    eta_ = spinBox(2, 10);
    eta_->setValue(Halving().eta);
    eta_->setPrefix(tr("keep 1 in "));
    eta_->setAccessibleName(tr("Keep one in"));
    firstEpochs_ = spinBox(1, 100000);
    firstEpochs_->setValue(Halving().firstEpochs);
    firstEpochs_->setPrefix(tr("after "));
    setUnit(firstEpochs_, tr(" epoch"), tr(" epochs"));
    firstEpochs_->setAccessibleName(tr("Epochs of the first round"));
    // In two rows: one alone would make the page wider than it is without this form.
    auto* const widget = new QWidget;
    auto* const rows = new QVBoxLayout(widget);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(Theme::kGapSmall);
    for (const auto& fields : {std::vector<QWidget*>{order_, count_},
                               std::vector<QWidget*>{halving_, eta_, firstEpochs_}}) {
        auto* const row = new QHBoxLayout;
        rows->addLayout(row);
        for (auto* const field : fields) {
            row->addWidget(field);
        }
        row->addStretch();
    }
    connect(order_, &QComboBox::currentIndexChanged, this, &SweepForm::update);
    connect(halving_, &QCheckBox::toggled, this, &SweepForm::update);
    for (auto* const box : {count_, eta_, firstEpochs_}) {
        connect(box, &QSpinBox::valueChanged, this, &SweepForm::update);
    }
    return widget;
}

void SweepForm::addRow(const QString& setting, const QString& values) {
    auto* const row = new AxisRow(setting, values);
    rows_.push_back(row);
    rowsLayout_->addWidget(row);
    connect(row, &AxisRow::changed, this, &SweepForm::update);
    // Later: the button that asks is a child of the row.
    connect(
        row, &AxisRow::removeRequested, this, [this, row] { removeRow(row); },
        Qt::QueuedConnection);
    numberRows();
    update();
}

void SweepForm::addUsualRows() {
    switch (base_.method) {
        case Method::Neural:
            addRow(QStringLiteral("learning-rate"), QStringLiteral("0.0005, 0.001, 0.002"));
            addRow(QStringLiteral("gmf-factors"), QStringLiteral("8, 16"));
            break;
        case Method::ItemNeighbours:
            addRow(QStringLiteral("neighbours"), QStringLiteral("10, 25, 50, 100, 200"));
            addRow(QStringLiteral("shrinkage"), QStringLiteral("0, 10, 100"));
            break;
        case Method::ImplicitAls:
            addRow(QStringLiteral("als-unobserved"), QStringLiteral("0.1, 0.3, 1"));
            addRow(QStringLiteral("als-regularisation"), QStringLiteral("0.001, 0.003, 0.01"));
            break;
        case Method::Popularity:
            break;
    }
}

// After the base's method changed: what it does not use goes.
void SweepForm::suitMethod() {
    for (auto* const row : std::vector<AxisRow*>(rows_)) {
        const NamedField* const field = findField(row->setting().toStdString());
        if (field == nullptr || !usesSection(base_, field->section)) {
            removeRow(row);
        }
    }
    if (rows_.empty()) {
        addUsualRows();
    }
}

void SweepForm::removeRow(AxisRow* row) {
    rows_.erase(std::find(rows_.begin(), rows_.end(), row));
    delete row;
    numberRows();
    update();
}

void SweepForm::numberRows() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i]->setNumber(static_cast<int>(i) + 1);
    }
}

void SweepForm::setBase(const ExperimentConfig& base) {
    if (!(base == base_)) {
        const bool otherMethod = base.method != base_.method;
        base_ = base;
        if (otherMethod) {
            suitMethod();
        }
        update();
    }
}

void SweepForm::setSecondsPerEpoch(double seconds) {
    secondsPerEpoch_ = seconds;
    summarise();
}

// Fills the plan's axes and says at each row what is wrong there; returns the first problem.
QString SweepForm::readAxes() {
    QString first;
    for (auto* const row : rows_) {
        const auto axis = row->axis();
        QString problem = axis ? QString() : message(axis.error());
        if (axis) {
            const bool twice =
                std::any_of(plan_.axes.begin(), plan_.axes.end(),
                            [&](const SweepAxis& other) { return other.setting == axis->setting; });
            problem = twice ? tr("%1 varies already, further up.").arg(row->setting()) : QString();
            plan_.axes.push_back(*axis);
        }
        row->setProblem(problem);
        first = first.isEmpty() ? problem : first;
    }
    return first;
}

void SweepForm::update() {
    plan_ = {};
    plan_.name = name_->text().trimmed().toStdString();
    plan_.base = base_;
    plan_.order = order_->currentIndex() == 1 ? SweepOrder::Random : SweepOrder::Grid;
    plan_.trials = count_->value();
    count_->setPrefix(plan_.order == SweepOrder::Random ? QString() : tr("at most "));
    if (halving_->isChecked()) {
        plan_.halving = Halving{eta_->value(), firstEpochs_->value()};
    }
    eta_->setEnabled(halving_->isChecked());
    firstEpochs_->setEnabled(halving_->isChecked());
    trials_.clear();
    problem_ = readAxes();
    rowProblem_ = !problem_.isEmpty();
    if (!rowProblem_) {
        if (auto all = ncf::trials(plan_)) {
            trials_ = std::move(*all);
        } else {
            problem_ = message(all.error());
        }
    }
    scroll_->setFixedHeight(
        std::min(kMostRowsHeight, rowsLayout_->parentWidget()->sizeHint().height()));
    summarise();
    Q_EMIT changed();
}

void SweepForm::summarise() {
    summary_->setProperty("problem", !problem_.isEmpty());
    summary_->style()->unpolish(summary_);
    summary_->style()->polish(summary_);
    if (!problem_.isEmpty()) {
        summary_->setText(rowProblem_ ? tr("Correct what is marked above.") : problem_);
        return;
    }
    const auto impossible = std::count_if(
        trials_.begin(), trials_.end(), [](const Trial& trial) { return !trial.problem.empty(); });
    const auto running = static_cast<int>(trials_.size()) - static_cast<int>(impossible);
    QString text = tr("%1 trials").arg(running);
    const auto all = rungs(plan_, running);
    for (std::size_t i = 1; i < all.size(); ++i) {
        text += tr(", then %1 for %2 epochs").arg(all[i].trials).arg(all[i].epochs);
    }
    const auto epochs = plannedEpochs(plan_, trials_);
    if (base_.isTrained()) {
        text += tr("; %1 epochs at most").arg(QLocale().toString(static_cast<qlonglong>(epochs)));
    }
    if (base_.hasNetwork() && secondsPerEpoch_ >= 0) {
        text += tr(", about %1 at the pace of the newest run")
                    .arg(QString::fromStdString(
                        duration(secondsPerEpoch_ * static_cast<double>(epochs))));
    }
    text += QLatin1Char('.');
    if (impossible > 0) {
        const auto first = std::find_if(trials_.begin(), trials_.end(),
                                        [](const Trial& trial) { return !trial.problem.empty(); });
        text += tr(" %1 combinations cannot run, as number %2: %3")
                    .arg(impossible)
                    .arg(first->index + 1)
                    .arg(QString::fromStdString(first->problem));
    }
    summary_->setText(text);
}

}  // namespace ncf
