#include "pages/dataset_view.h"

#include "models/rejected_rows_model.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/histogram.h"
#include "widgets/scroll_column.h"

#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

QString number(std::uint64_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
}

// Not below 0, whatever a strange project file says.
std::uint64_t countIn(const QJsonObject& json, const char* key) {
    return static_cast<std::uint64_t>(std::max<qint64>(0, json[QLatin1String(key)].toInteger()));
}

QString day(std::int64_t seconds) {
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds).date(), QLocale::ShortFormat);
}

}  // namespace

DatasetView::DatasetView(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), rejectedModel_(new RejectedRowsModel(this)) {
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge,
                               Theme::kGapLarge);
    layout->setSpacing(Theme::kGap);

    auto* const top = new QHBoxLayout;
    headline_ = new ElidedLabel;
    headline_->setProperty("headline", true);
    auto* const another = new QPushButton(tr("Open…"));
    another->setAccessibleName(tr("Open another file"));
    auto* const add = new QPushButton(tr("Add ratings…"));
    add->setAccessibleName(tr("Add ratings"));
    add->setToolTip(tr("Adds the rows of another file of the same form. Runs stay as they are."));
    connect(add, &QPushButton::clicked, this, &DatasetView::addRequested);
    auto* const goOn = new QPushButton(tr("Go to Experiment"));
    goOn->setAccessibleName(tr("Go to Experiment"));
    goOn->setProperty("primary", true);
    connect(another, &QPushButton::clicked, this, &DatasetView::openRequested);
    connect(goOn, &QPushButton::clicked, this, &DatasetView::experimentRequested);
    top->addWidget(headline_, 1);
    top->addWidget(another);
    top->addWidget(add);
    top->addWidget(goOn);
    layout->addLayout(top);

    auto* const overview = new Card(tr("In this data"));
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kGapLarge);
    users_ = addFigure(grid, 0, tr("users"));
    items_ = addFigure(grid, 1, tr("items"));
    interactions_ = addFigure(grid, 2, tr("interactions"));
    density_ = addFigure(grid, 3, tr("of all user–item pairs"));
    overview->body()->addLayout(grid);
    layout->addWidget(overview);

    spreadCard_ = new Card(tr("How they are spread"));
    spreadCard_->body()->addLayout(makeSpread());
    facts_ = new QLabel;
    facts_->setWordWrap(true);
    spreadCard_->body()->addSpacing(Theme::kGapSmall);
    spreadCard_->body()->addWidget(facts_);
    spreadCard_->body()->addStretch();
    ratingsCard_ = new Card(tr("Ratings"));
    histogram_ = new Histogram;
    histogram_->setAccessibleName(tr("How often each rating was given"));
    ratingsCard_->body()->addWidget(histogram_, 1);
    auto* const distributions = new QHBoxLayout;
    distributions->setSpacing(Theme::kGap);
    distributions->addWidget(spreadCard_, 1);
    distributions->addWidget(ratingsCard_, 1);
    layout->addLayout(distributions);

    auto* const importCard = new Card(tr("What the import found"));
    report_ = new QLabel;
    report_->setTextFormat(Qt::PlainText);  // alarms quote the file
    report_->setWordWrap(true);
    importCard->body()->addWidget(report_);
    layout->addWidget(importCard);

    rejectedCard_ = new Card(tr("Rows that could not be used"));
    auto* const table = new QTableView;
    table->setModel(rejectedModel_);
    table->setAccessibleName(tr("Rows that could not be used"));
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->setColumnWidth(1, 320);
    table->setMinimumHeight(180);
    rejectedCard_->body()->addWidget(table);
    layout->addWidget(rejectedCard_);
    layout->addStretch(1);

    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(makeScrollColumn(content));
}

QLayout* DatasetView::makeSpread() {
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kGapLarge);
    grid->setVerticalSpacing(Theme::kGapSmall);
    const QString columns[] = {tr("interactions"), tr("fewest"), tr("median"), tr("most")};
    for (int column = 0; column < 4; ++column) {
        auto* const name = new QLabel(columns[column]);
        name->setProperty("caption", true);
        grid->addWidget(name, 0, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
        grid->setColumnStretch(column, 1);
    }
    const QString rows[] = {tr("per user"), tr("per item")};
    for (int row = 0; row < 2; ++row) {
        grid->addWidget(new QLabel(rows[row]), row + 1, 0);
        for (int column = 0; column < 3; ++column) {
            auto*& cell = spread_[static_cast<std::size_t>(3 * row + column)];
            cell = new QLabel;
            grid->addWidget(cell, row + 1, column + 1, Qt::AlignRight);
        }
    }
    return grid;
}

QLabel* DatasetView::addFigure(QGridLayout* grid, int column, const QString& name) {
    auto* const figure = new QLabel(QStringLiteral("–"));
    figure->setProperty("figure", true);
    auto* const caption = new QLabel(name);
    caption->setProperty("caption", true);
    grid->addWidget(figure, 0, column);
    grid->addWidget(caption, 1, column);
    grid->setColumnStretch(column, 1);
    return figure;
}

void DatasetView::refresh() {
    const auto& info = session_->datasetInfo();
    if (!info) {
        return;
    }
    headline_->setFullText(QString::fromStdString(info->source));
    users_->setText(number(info->users));
    items_->setText(number(info->items));
    interactions_->setText(number(info->interactions));
    const double pairs = static_cast<double>(info->users) * static_cast<double>(info->items);
    const double share = pairs > 0 ? 100.0 * static_cast<double>(info->interactions) / pairs : 0;
    density_->setText(tr("%1 %").arg(QLocale().toString(share, 'f', share < 0.1 ? 4 : 2)));
    ratingsCard_->setVisible(info->hasRatings);
    for (auto* const cell : spread_) {
        cell->setText(QStringLiteral("–"));
    }
    facts_->setText(tr("Counting…"));
    histogram_->setBars({});
    ratingsCard_->setCaption({});
    showReport(*info);
    session_->query(
        this,
        [](Project& project) -> Result<DatasetStatistics> {
            const auto dataset = project.loadDataset();
            if (!dataset) {
                return dataset.error();
            }
            return computeStatistics(*dataset);
        },
        [this](Result<DatasetStatistics> statistics) {
            if (statistics) {
                showStatistics(*statistics);
            } else {
                session_->reportFailure(statistics.error());
            }
        });
}

void DatasetView::showReport(const DatasetInfo& info) {
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(info.report)).object();
    const auto count = [&](const char* key) { return number(countIn(json, key)); };
    QStringList sentences;
    sentences
        << tr("%1 rows read, %2 could not be used, %3 repeated a user and item of another row.")
               .arg(count("rows"), count("rejected"), count("duplicates"));
    const auto without = [&](const char* key, const QString& one, const QString& many) {
        if (const auto rows = countIn(json, key); rows > 0) {
            sentences << (rows == 1 ? one : many.arg(number(rows)));
        }
    };
    if (info.hasRatings) {
        without("withoutRating", tr("One row is used without a rating, which it lacks."),
                tr("%1 rows are used without a rating, which they lack."));
    }
    without("withoutTime", tr("One row is used without a time, which it lacks."),
            tr("%1 rows are used without a time, which they lack."));
    if (json.contains(QLatin1String("titlesMatched"))) {
        sentences
            << tr("%1 of %2 items have a title.").arg(count("titlesMatched"), number(info.items));
    }
    if (info.hasSuppliedTest) {
        sentences << tr("The data came with a test set of its own.");
    }
    QStringList paragraphs{sentences.join(QLatin1Char(' '))};
    const auto notices = json[QLatin1String("notices")].toArray();
    for (const auto& notice : notices) {
        paragraphs << notice.toString();
    }
    const auto alarms = json[QLatin1String("alarms")].toArray();
    for (const auto& alarm : alarms) {
        paragraphs << QStringLiteral("⚠ ") + alarm.toString();
    }
    report_->setText(paragraphs.join(QStringLiteral("\n\n")));

    std::vector<RejectedRow> rows;
    const auto listed = json[QLatin1String("rejectedRows")].toArray();
    for (const auto& value : listed) {
        const auto row = value.toObject();
        rows.push_back({countIn(row, "line"), row[QLatin1String("reason")].toString().toStdString(),
                        row[QLatin1String("text")].toString().toStdString()});
    }
    const auto rejected = countIn(json, "rejected");
    rejectedCard_->setCaption(
        rejected > rows.size() ? tr("the first %1 of %2").arg(number(rows.size()), number(rejected))
                               : QString());
    rejectedCard_->setVisible(!rows.empty());
    rejectedModel_->setRows(std::move(rows));
}

void DatasetView::showStatistics(const DatasetStatistics& s) {
    const std::uint32_t spread[] = {s.minPerUser, s.medianPerUser, s.maxPerUser,
                                    s.minPerItem, s.medianPerItem, s.maxPerItem};
    for (std::size_t i = 0; i < spread_.size(); ++i) {
        spread_[i]->setText(number(spread[i]));
    }
    QStringList facts;
    facts << tr("The most popular tenth of the items has %1 % of all interactions.")
                 .arg(QLocale().toString(100 * s.topTenthShare, 'f', 0));
    if (s.lastTimestamp != 0) {
        facts << tr("From %1 to %2.").arg(day(s.firstTimestamp), day(s.lastTimestamp));
    }
    if (s.tiedShare > 0) {
        facts << tr("%1 % of the interactions have the same time as another of the same user; of "
                    "%2 of %3 users these are the last two.")
                     .arg(QLocale().toString(100 * s.tiedShare, 'f', s.tiedShare < 0.01 ? 2 : 0),
                          number(s.usersWithTiedLast), number(s.usersWithSeveral));
    }
    if (s.rated > 0 && s.rated < s.interactions) {
        facts << tr("%1 interactions are not rated.").arg(number(s.interactions - s.rated));
    }
    facts_->setText(facts.join(QLatin1Char('\n')));
    histogram_->setBars(s.ratingHistogram);
    ratingsCard_->setVisible(s.rated > 0);
    ratingsCard_->setCaption(tr("mean %1").arg(QLocale().toString(s.meanRating, 'f', 2)));
}

}  // namespace ncf
