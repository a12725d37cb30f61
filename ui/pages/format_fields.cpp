#include "pages/format_fields.h"

#include "data/detection_text.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

constexpr int kMostSkipped = 1'000'000;
constexpr int kAsFound = -1;

QString asText(const std::string& text) {
    return QString::fromStdString(text);
}

// What is written in an editable box: an entry's value, else the text itself.
QString valueOf(const QComboBox* box) {
    const int entry = box->findText(box->currentText(), Qt::MatchFixedString);
    return entry >= 0 ? box->itemData(entry).toString() : box->currentText();
}

void showValue(QComboBox* box, const QString& value) {
    const QSignalBlocker quiet(box);
    const int entry = box->findData(value);
    box->setCurrentIndex(entry);
    if (entry < 0 && box->isEditable()) {
        box->setEditText(value);
    }
}

void makeEditable(QComboBox* box) {
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    // A completed "c" would be Comma.
    box->setCompleter(nullptr);
    box->lineEdit()->setAccessibleName(box->accessibleName());
}

template <class Kind>
QVariant asData(Kind kind) {
    return static_cast<int>(kind);
}

}  // namespace

FormatFields::FormatFields(QWidget* parent) : QWidget(parent) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeUsual());
    more_ = makeMore();
    more_->hide();
    layout->addWidget(more_);
    connect(moreButton_, &QToolButton::toggled, more_, &QWidget::setVisible);
}

void FormatFields::addField(QGridLayout* grid, int row, int column, const QString& name,
                            QWidget* field) {
    field->setAccessibleName(name);
    auto* const label = new QLabel(name);
    label->setProperty("caption", true);
    label->setContentsMargins(0, row > 0 ? Theme::kGapSmall : 0, 0, 0);
    label->setBuddy(field);
    grid->addWidget(label, 2 * row, column);
    grid->addWidget(field, 2 * row + 1, column);
}

QComboBox* FormatFields::addBox(QGridLayout* grid, int row, int column, const QString& name) {
    auto* const box = new QComboBox;
    // Long choices must not widen the form.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    addField(grid, row, column, name, box);
    return box;
}

QLineEdit* FormatFields::addLine(QGridLayout* grid, int row, int column, const QString& name) {
    auto* const line = new QLineEdit;
    addField(grid, row, column, name, line);
    return line;
}

QWidget* FormatFields::makeUsual() {
    auto* const widget = new QWidget;
    auto* const grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kGap);
    grid->setVerticalSpacing(2);
    separator_ = addBox(grid, 0, 0, tr("Separator"));
    for (const auto& [name, value] :
         {std::pair{tr("Comma"), ","}, std::pair{tr("Tab"), "\t"}, std::pair{tr("Semicolon"), ";"},
          std::pair{tr("::"), "::"}, std::pair{tr("|"), "|"}, std::pair{tr("Blanks"), " "},
          std::pair{tr("Control-A"), "\x01"}}) {
        separator_->addItem(name, QString::fromLatin1(value));
    }
    makeEditable(separator_);
    separator_->setToolTip(tr("Any single character can be typed, too."));
    connect(separator_, &QComboBox::activated, this, &FormatFields::chooseSeparator);
    connect(separator_->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (valueOf(separator_) != shownSeparator_) {
            chooseSeparator();
        }
    });
    header_ = addBox(grid, 0, 1, tr("First line"));
    header_->addItem(tr("names the columns"), true);
    header_->addItem(tr("is data"), false);
    connect(header_, &QComboBox::activated, this, [this] {
        chosen_.table.header = header_->currentData().toBool();
        Q_EMIT changed();
    });
    encoding_ = addBox(grid, 0, 2, tr("Encoding"));
    for (const auto& name : commonEncodings()) {
        encoding_->addItem(asText(name), asText(name));
    }
    makeEditable(encoding_);
    connect(encoding_, &QComboBox::activated, this, &FormatFields::chooseEncoding);
    connect(encoding_->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (valueOf(encoding_) != shownEncoding_) {
            chooseEncoding();
        }
    });
    repeated_ = addBox(grid, 0, 3, tr("Repeated pairs"));
    repeated_->setToolTip(tr("What counts of several rows for one user and item"));
    repeated_->addItem(tr("the latest counts"), asData(RepeatedPairs::Latest));
    repeated_->addItem(tr("the first counts"), asData(RepeatedPairs::First));
    repeated_->addItem(tr("mean of the ratings"), asData(RepeatedPairs::Mean));
    repeated_->addItem(tr("sum of the ratings"), asData(RepeatedPairs::Sum));
    connect(repeated_, &QComboBox::activated, this, [this] {
        chosen_.repeated = static_cast<RepeatedPairs>(repeated_->currentData().toInt());
        Q_EMIT changed();
    });
    moreButton_ = new QToolButton;
    moreButton_->setText(tr("More…"));
    moreButton_->setAccessibleName(tr("More about how the file is read"));
    moreButton_->setProperty("quiet", true);
    moreButton_->setCheckable(true);
    moreButton_->setFocusPolicy(Qt::StrongFocus);
    grid->addWidget(moreButton_, 1, 4);
    for (int column = 0; column < 4; ++column) {
        grid->setColumnStretch(column, 1);
    }
    return widget;
}

QWidget* FormatFields::makeMore() {
    auto* const widget = new QWidget;
    auto* const grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kGap);
    grid->setVerticalSpacing(2);
    numbers_ = addBox(grid, 0, 0, tr("Ratings are written as"));
    for (const auto kind : {NumberFormat::Kind::Plain, NumberFormat::Kind::DecimalComma,
                            NumberFormat::Kind::Thousands, NumberFormat::Kind::Words}) {
        numbers_->addItem(asText(numberFormatName({kind})), asData(kind));
    }
    connect(numbers_, &QComboBox::activated, this, [this] {
        chosen_.numberFormat =
            NumberFormat{static_cast<NumberFormat::Kind>(numbers_->currentData().toInt())};
        Q_EMIT changed();
    });
    times_ = addBox(grid, 0, 1, tr("Times are written as"));
    for (const auto format : allTimeFormats()) {
        times_->addItem(asText(timeFormatName(format)), asData(format.kind));
    }
    connect(times_, &QComboBox::activated, this, [this] {
        chosen_.timeFormat =
            TimeFormat{static_cast<TimeFormat::Kind>(times_->currentData().toInt())};
        Q_EMIT changed();
    });
    unrated_ = addLine(grid, 0, 2, tr("Value for “not rated”"));
    unrated_->setPlaceholderText(tr("none"));
    unrated_->setToolTip(tr("The rating that stands for “seen, not rated”: −1 in some data"));
    connect(unrated_, &QLineEdit::editingFinished, this, &FormatFields::chooseUnrated);
    layout_ = addBox(grid, 0, 3, tr("Layout"));
    for (const auto layout :
         {Layout::Table, Layout::JsonLines, Layout::JsonArray, Layout::ItemLists, Layout::LibSvm,
          Layout::Netflix, Layout::Mind, Layout::WideMatrix}) {
        layout_->addItem(asText(layoutName(layout)), asData(layout));
    }
    connect(layout_, &QComboBox::activated, this, &FormatFields::chooseLayout);
    skipped_ = new QSpinBox;
    skipped_->setRange(kAsFound, kMostSkipped);
    skipped_->setKeyboardTracking(false);
    skipped_->setToolTip(tr("Lines above the table: titles, counts, blank ones"));
    addField(grid, 1, 0, tr("Skip lines"), skipped_);
    connect(skipped_, &QSpinBox::valueChanged, this, &FormatFields::chooseSkipped);
    comment_ = addLine(grid, 1, 1, tr("Skip lines that begin with"));
    connect(comment_, &QLineEdit::editingFinished, this, &FormatFields::chooseComment);
    addTitleColumn(grid, 0, tr("Titles: column of ids"), &TitlesOptions::item);
    addTitleColumn(grid, 1, tr("Titles: column of titles"), &TitlesOptions::title);
    addTitleColumn(grid, 2, tr("Titles: column of years"), &TitlesOptions::year);
    addTitleColumn(grid, 3, tr("Titles: column of genres"), &TitlesOptions::genres);
    // In line with the usual ones, which have the button behind them.
    grid->setColumnMinimumWidth(4, moreButton_->sizeHint().width());
    for (int column = 0; column < 4; ++column) {
        grid->setColumnStretch(column, 1);
    }
    return widget;
}

void FormatFields::addTitleColumn(QGridLayout* grid, int column, const QString& name,
                                  std::string TitlesOptions::*chosen) {
    auto* const line = addLine(grid, 2, column, name);
    line->setPlaceholderText(tr("as found"));
    line->setToolTip(tr("A name in the header, a number from 1, or none"));
    titleColumns_.push_back(line);
    connect(line, &QLineEdit::editingFinished, this, [this, line, chosen] {
        const auto text = line->text().trimmed().toStdString();
        if (text != titles_.*chosen) {
            titles_.*chosen = text;
            Q_EMIT changed();
        }
    });
}

void FormatFields::reset() {
    chosen_ = {};
    titles_ = {};
    for (auto* const line : titleColumns_) {
        line->clear();
    }
    moreButton_->setChecked(false);
    const QSignalBlocker quiet(skipped_);
    repeated_->setCurrentIndex(0);
    skipped_->setValue(kAsFound);
    comment_->clear();
}

void FormatFields::show(const FileDetection& found, const RatingColumns& columns) {
    showTable(found.table.format);
    encodingOpen_ = std::find(found.questions.begin(), found.questions.end(),
                              encodingQuestion(found)) != found.questions.end();
    const auto profile = [&](const std::optional<int>& column) {
        const bool there =
            column && *column >= 0 && static_cast<std::size_t>(*column) < found.columns.size();
        return there ? &found.columns[static_cast<std::size_t>(*column)] : nullptr;
    };
    const auto* const rating = profile(columns.rating);
    auto number = chosen_.numberFormat;
    if (!number && rating && rating->number) {
        number = rating->number->format;
    }
    numbers_->setCurrentIndex(number ? numbers_->findData(asData(number->kind)) : -1);
    numbers_->setEnabled(rating);
    shownUnrated_ = found.unrated ? QLocale::c().toString(*found.unrated, 'g', 15) : QString();
    unrated_->setText(shownUnrated_);
    unrated_->setEnabled(rating);
    const auto* const time = profile(columns.timestamp);
    auto format = chosen_.timeFormat;
    openTimes_.reset();
    if (!format && time && time->time) {
        format = time->time->format;
        if (time->time->dayOrMonthOpen) {
            openTimes_ = format;
            moreButton_->setChecked(true);
        }
    }
    times_->setCurrentIndex(format ? times_->findData(asData(format->kind)) : -1);
    times_->setEnabled(time);
}

void FormatFields::showTable(const TableFormat& format) {
    shownSeparator_ = asText(format.separator);
    showValue(separator_, shownSeparator_);
    header_->setCurrentIndex(header_->findData(format.header));
    shownEncoding_ = asText(format.encoding);
    showValue(encoding_, shownEncoding_);
    layout_->setCurrentIndex(layout_->findData(asData(format.layout)));
    skipped_->setSpecialValueText(format.skipLines > 0 ? tr("%1, as found").arg(format.skipLines)
                                                       : tr("none, as found"));
    comment_->setPlaceholderText(
        format.comment.empty() ? tr("none") : tr("%1, as found").arg(asText(format.comment)));
    // What another layout is turned into is not the person's to choose.
    const bool table = format.layout == Layout::Table;
    for (auto* const field : {static_cast<QWidget*>(separator_), static_cast<QWidget*>(header_),
                              static_cast<QWidget*>(skipped_), static_cast<QWidget*>(comment_)}) {
        field->setEnabled(table);
    }
}

void FormatFields::confirm() {
    if (openTimes_) {
        chosen_.timeFormat = openTimes_;
    }
    if (encodingOpen_) {
        chosen_.table.encoding = shownEncoding_.toStdString();
    }
}

void FormatFields::chooseSeparator() {
    shownSeparator_ = valueOf(separator_);
    chosen_.table.separator = shownSeparator_.toStdString();
    Q_EMIT changed();
}

void FormatFields::chooseEncoding() {
    shownEncoding_ = valueOf(encoding_).trimmed();
    chosen_.table.encoding = shownEncoding_.toStdString();
    Q_EMIT changed();
}

void FormatFields::chooseLayout() {
    // What was said of the table in another layout is not true of this one.
    const auto encoding = chosen_.table.encoding;
    chosen_.table = {};
    chosen_.table.encoding = encoding;
    chosen_.table.layout = static_cast<Layout>(layout_->currentData().toInt());
    Q_EMIT changed();
}

void FormatFields::chooseSkipped(int lines) {
    chosen_.table.skipLines =
        lines == kAsFound ? std::nullopt : std::optional(static_cast<std::uint64_t>(lines));
    Q_EMIT changed();
}

void FormatFields::chooseComment() {
    const auto comment = comment_->text().toStdString();
    const auto now = comment.empty() ? std::nullopt : std::optional(comment);
    if (now != chosen_.table.comment) {
        chosen_.table.comment = now;
        Q_EMIT changed();
    }
}

void FormatFields::chooseUnrated() {
    QString text = unrated_->text().trimmed();
    if (text == shownUnrated_) {
        return;
    }
    bool number = false;
    const double value = text.replace(QChar(0x2212), QLatin1Char('-')).toDouble(&number);
    if (!number && !text.isEmpty()) {
        unrated_->setText(shownUnrated_);
        return;
    }
    chosen_.unrated = number ? std::optional(value) : std::nullopt;
    shownUnrated_ = text;
    Q_EMIT changed();
}

}  // namespace ncf
