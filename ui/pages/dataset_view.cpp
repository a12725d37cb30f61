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

namespace ncf {

namespace {

QString number(std::uint64_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
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
    auto* const another = new QPushButton(tr("Open another file…"));
    another->setAccessibleName(tr("Open another file"));
    auto* const goOn = new QPushButton(tr("Go to Experiment"));
    goOn->setAccessibleName(tr("Go to Experiment"));
    goOn->setProperty("primary", true);
    connect(another, &QPushButton::clicked, this, &DatasetView::openRequested);
    connect(goOn, &QPushButton::clicked, this, &DatasetView::experimentRequested);
    top->addWidget(headline_, 1);
    top->addWidget(another);
    top->addWidget(goOn);
    layout->addLayout(top);

    auto* const overview = new Card(tr("In this data"));
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kGapLarge);
    users_ = addFigure(grid, 0, tr("users"));
    items_ = addFigure(grid, 1, tr("items"));
    interactions_ = addFigure(grid, 2, tr("interactions"));
    density_ = addFigure(grid, 3, tr("of all pairs"));
    overview->body()->addLayout(grid);
    facts_ = new QLabel;
    facts_->setWordWrap(true);
    overview->body()->addSpacing(Theme::kGapSmall);
    overview->body()->addWidget(facts_);
    report_ = new QLabel;
    report_->setProperty("caption", true);
    report_->setWordWrap(true);
    overview->body()->addWidget(report_);
    layout->addWidget(overview);

    ratingsCard_ = new Card(tr("Ratings"));
    histogram_ = new Histogram;
    histogram_->setAccessibleName(tr("How often each rating was given"));
    ratingsCard_->body()->addWidget(histogram_);
    layout->addWidget(ratingsCard_);

    rejectedCard_ = new Card(tr("Rows that could not be used"));
    auto* const table = new QTableView;
    table->setModel(rejectedModel_);
    table->setAccessibleName(tr("Rows that could not be used"));
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(1, 320);
    table->setMinimumHeight(180);
    rejectedCard_->body()->addWidget(table);
    layout->addWidget(rejectedCard_);
    layout->addStretch();

    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(makeScrollColumn(content));
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
    density_->setText(tr("%1 %").arg(QLocale().toString(share, 'f', 2)));
    ratingsCard_->setVisible(info->hasRatings);
    facts_->setText(tr("Looking at the distributions…"));
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
    const auto count = [&](const char* key) {
        return number(static_cast<std::uint64_t>(json[QLatin1String(key)].toDouble()));
    };
    QStringList sentences;
    sentences
        << tr("%1 rows read, %2 could not be used, %3 replaced by a later row for the same pair.")
               .arg(count("rows"), count("rejected"), count("duplicates"));
    if (json.contains(QLatin1String("titlesMatched"))) {
        sentences
            << tr("%1 of %2 items have a title.").arg(count("titlesMatched"), number(info.items));
    }
    if (info.hasSuppliedTest) {
        sentences << tr("The data came with a test set of its own.");
    }
    report_->setText(sentences.join(QLatin1Char(' ')));

    std::vector<RejectedRow> rows;
    const auto listed = json[QLatin1String("rejectedRows")].toArray();
    for (const auto& value : listed) {
        const auto row = value.toObject();
        rows.push_back({static_cast<std::uint64_t>(row[QLatin1String("line")].toDouble()),
                        row[QLatin1String("reason")].toString().toStdString(),
                        row[QLatin1String("text")].toString().toStdString()});
    }
    const auto rejected = static_cast<std::uint64_t>(json[QLatin1String("rejected")].toDouble());
    rejectedCard_->setCaption(
        rejected > rows.size() ? tr("the first %1 of %2").arg(number(rows.size()), number(rejected))
                               : QString());
    rejectedCard_->setVisible(!rows.empty());
    rejectedModel_->setRows(std::move(rows));
}

void DatasetView::showStatistics(const DatasetStatistics& s) {
    QStringList facts;
    facts
        << tr("Interactions per user: %1 to %2, median %3.")
               .arg(number(s.minPerUser), number(s.maxPerUser), number(s.medianPerUser))
        << tr("Per item: %1 to %2, median %3; the most popular tenth of the items has %4 % of all.")
               .arg(number(s.minPerItem), number(s.maxPerItem), number(s.medianPerItem),
                    QLocale().toString(100 * s.topTenthShare, 'f', 0));
    if (s.lastTimestamp != 0) {
        facts << tr("From %1 to %2.").arg(day(s.firstTimestamp), day(s.lastTimestamp));
    }
    facts_->setText(facts.join(QLatin1Char('\n')));
    histogram_->setBars(s.ratingHistogram);
    ratingsCard_->setCaption(tr("mean %1").arg(QLocale().toString(s.meanRating, 'f', 2)));
}

}  // namespace ncf
