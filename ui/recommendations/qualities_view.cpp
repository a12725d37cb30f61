#include "recommendations/qualities_view.h"

#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/empty_state.h"
#include "widgets/list_table.h"
#include "widgets/scroll_column.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace ncf {

namespace {

constexpr int kNameWidth = 190;
constexpr int kValueWidth = 110;
constexpr int kProgressWidth = 320;

QLabel* wrappedLabel(const QString& text, const char* property) {
    auto* const label = new QLabel(text);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty(property, true);
    return label;
}

QString percent(double share) {
    return QualitiesView::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1));
}

QString testText(const Metrics& test, int cutoff) {
    if (test.hitRate && test.ndcg) {
        return QualitiesView::tr("HR@%1 %2, NDCG@%1 %3")
            .arg(cutoff)
            .arg(*test.hitRate, 0, 'f', 4)
            .arg(*test.ndcg, 0, 'f', 4);
    }
    return test.rmse ? QualitiesView::tr("RMSE %1").arg(*test.rmse, 0, 'f', 4)
                     : QualitiesView::tr("not known");
}

QString groupName(const std::string& name) {
    return name == "few"      ? QualitiesView::tr("Few interactions")
           : name == "medium" ? QualitiesView::tr("Medium")
                              : QualitiesView::tr("Many interactions");
}

}  // namespace

QualitiesView::QualitiesView(Session* session, QWidget* parent)
    : RunView(parent), session_(session) {
    auto* const waitingLayout = new QVBoxLayout;
    waitingLayout->addStretch();
    auto* const text = new QLabel(tr("Measuring the lists…"));
    text->setAlignment(Qt::AlignCenter);
    progress_ = new QProgressBar;
    progress_->setTextVisible(false);
    progress_->setFixedWidth(kProgressWidth);
    progress_->setRange(0, 100);
    progress_->setAccessibleName(tr("How far the measuring is"));
    waitingLayout->addWidget(text);
    waitingLayout->addWidget(progress_, 0, Qt::AlignHCenter);
    waitingLayout->addStretch();
    waiting_ = new QWidget;
    waiting_->setLayout(waitingLayout);
    problem_ = new EmptyState(QStringLiteral("recommendations"), {}, {});
    results_ = makeResults();
    stages_ = new QStackedWidget;
    for (auto* const stage : {waiting_, static_cast<QWidget*>(problem_), results_}) {
        stages_->addWidget(stage);
    }
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stages_);
    connect(session_, &Session::projectChanged, this, &QualitiesView::forget);
}

QWidget* QualitiesView::makeResults() {
    auto* const column = new QWidget;
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);

    auto* const linesCard = new Card(tr("Beyond accuracy"));
    lines_ = new QGridLayout;
    lines_->setHorizontalSpacing(Theme::kGap);
    lines_->setVerticalSpacing(Theme::kGap);
    lines_->setColumnMinimumWidth(0, kNameWidth);
    lines_->setColumnMinimumWidth(1, kValueWidth);
    lines_->setColumnStretch(2, 1);
    linesCard->body()->addLayout(lines_);

    groupsCard_ = new Card(tr("Who is served how well"));
    groups_ = new QStandardItemModel(this);
    table_ = makeListTable(groups_, tr("Results by how much the users interacted"));
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setStretchLastSection(true);
    groupsCard_->body()->addWidget(table_);

    for (auto* const card : {linesCard, groupsCard_}) {
        card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        layout->addWidget(card);
    }
    layout->addStretch();
    return makeScrollColumn(column);
}

void QualitiesView::setRun(qint64 runId) {
    forget();
    run_ = runId;
    if (isVisible()) {
        measure();
    }
}

void QualitiesView::showEvent(QShowEvent* event) {
    RunView::showEvent(event);
    if (!measured_) {
        measure();
    }
}

void QualitiesView::forget() {
    measuring_.request_stop();
    run_ = 0;
    measured_ = false;
    stages_->setCurrentWidget(waiting_);
}

void QualitiesView::measure() {
    if (run_ == 0) {
        return;
    }
    measured_ = true;
    progress_->setValue(0);
    const auto progress = session_->progressFor(
        this, [this](double fraction) { progress_->setValue(static_cast<int>(100 * fraction)); });
    measuring_ = session_->analyse(
        this, run_,
        [file = session_->projectFile(), progress](LoadedRun& run,
                                                   std::stop_token stop) -> Result<RunQualities> {
            const auto project = Project::open(file);
            return project ? runQualities(*project, run, progress, stop) : project.error();
        },
        [this](const Result<RunQualities>& result) { showResult(result); });
}

void QualitiesView::showResult(const Result<RunQualities>& result) {
    if (!result) {
        problem_->setText(QString::fromStdString(result.error().what),
                          QString::fromStdString(result.error().remedy));
        stages_->setCurrentWidget(problem_);
        return;
    }
    showLines(qualityLines(*result));
    showGroups(*result);
    stages_->setCurrentWidget(results_);
}

void QualitiesView::showLines(const std::vector<QualityLine>& lines) {
    while (auto* const item = lines_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& line : lines) {
        const int row = lines_->rowCount();
        auto* const name = wrappedLabel(QString::fromStdString(line.name), "cardTitle");
        auto* const value = new QLabel(QString::fromStdString(line.value));
        value->setAccessibleName(QString::fromStdString(line.name));
        lines_->addWidget(name, row, 0);
        lines_->addWidget(value, row, 1);
        lines_->addWidget(wrappedLabel(QString::fromStdString(line.meaning), "caption"), row, 2);
    }
}

void QualitiesView::showGroups(const RunQualities& qualities) {
    groupsCard_->setCaption(
        tr("The users in three groups of equal size, by their interactions in training. Test: %1.")
            .arg(QString::fromStdString(qualities.protocol)));
    groups_->clear();
    groups_->setHorizontalHeaderLabels({tr("Users"), tr("Interactions"), tr("Test"), tr("Coverage"),
                                        tr("Novelty"), tr("Diversity"), tr("Popularity bias")});
    for (const auto& group : qualities.groups) {
        QList<QStandardItem*> row;
        for (const QString& text :
             {tr("%1 (%2)").arg(groupName(group.name), QLocale().toString(qulonglong(group.users))),
              tr("%1 to %2").arg(group.fewest).arg(group.most),
              testText(group.test, qualities.cutoff), percent(group.lists.coverage),
              tr("%1 bits").arg(QLocale().toString(group.lists.novelty, 'f', 2)),
              QLocale().toString(group.lists.diversity, 'f', 3),
              percent(group.lists.popularityBias)}) {
            auto* const item = new QStandardItem(text);
            item->setEditable(false);
            row.push_back(item);
        }
        groups_->appendRow(row);
    }
    // As high as its rows: the page scrolls, not the table.
    table_->ensurePolished();
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           table_->verticalHeader()->length() + 2 * table_->frameWidth() +
                           Theme::kGapSmall);
}

}  // namespace ncf
