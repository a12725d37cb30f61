#include "pages/recommendations_page.h"

#include "recommendations/export_menu.h"
#include "recommendations/item_panel.h"
#include "recommendations/map_view.h"
#include "recommendations/people_view.h"
#include "recommendations/qualities_view.h"
#include "recommendations/run_label.h"
#include "recommendations/what_if_view.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/empty_state.h"
#include "widgets/passing_note.h"
#include "widgets/side_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

RecommendationsPage::RecommendationsPage(Session* session, QWidget* parent)
    : QWidget(parent), session_(session) {
    noData_ =
        new EmptyState(QStringLiteral("recommendations"), tr("No data yet"),
                       tr("Open a ratings file and train a model; then this page shows what it "
                          "recommends to whom."));
    connect(noData_->addAction(tr("Go to Data"), true), &QPushButton::clicked, this,
            &RecommendationsPage::dataPageRequested);
    noRun_ = new EmptyState(QStringLiteral("recommendations"), tr("No finished run yet"),
                            tr("Train a model; then this page shows what it recommends to whom."));
    connect(noRun_->addAction(tr("Go to Experiment"), true), &QPushButton::clicked, this,
            &RecommendationsPage::experimentRequested);
    content_ = makeContent();
    stages_ = new QStackedWidget;
    stages_->addWidget(noData_);
    stages_->addWidget(noRun_);
    stages_->addWidget(content_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stages_);

    connect(session_, &Session::projectChanged, this, [this] {
        wantedRun_ = 0;
        run_->clear();  // run ids mean something else now
        reloadRuns();
    });
    connect(session_, &Session::runsChanged, this, &RecommendationsPage::reloadRuns);
}

QWidget* RecommendationsPage::makeContent() {
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGap, Theme::kGapLarge, Theme::kGapLarge);
    layout->setSpacing(Theme::kGap);
    tabs_ = new QTabBar;
    tabs_->setAccessibleName(tr("Views of the recommendations"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    run_ = new QComboBox;
    run_->setAccessibleName(tr("The run whose recommendations are shown"));
    // Between these widths for any name; the popup shows all of it.
    run_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    run_->setMinimumContentsLength(14);
    run_->setMaximumWidth(340);
    connect(run_, &QComboBox::activated, this, [this] {
        wantedRun_ = run_->currentData().toLongLong();
        runChosen();
    });
    auto* const bar = new QHBoxLayout;
    bar->setSpacing(Theme::kGapSmall);
    bar->addWidget(tabs_);
    bar->addStretch();
    bar->addWidget(new QLabel(tr("Run")));
    bar->addWidget(run_, 1);
    auto* const exported = new PassingNote;
    export_ = new ExportMenu(session_, exported);
    bar->addWidget(export_);
    layout->addLayout(bar);
    layout->addWidget(exported);
    views_ = new QStackedWidget;
    item_ = new ItemPanel(session_);
    connect(item_, &ItemPanel::userRequested, this, &RecommendationsPage::showUser);
    beside_ = new SidePanel(views_, item_, ItemPanel::kWidth);
    layout->addWidget(beside_, 1);
    people_ = new PeopleView(session_);
    addView(people_, tr("People"));
    addView(new WhatIfView(session_), tr("What if"));
    addView(new MapView(session_), tr("Map"));
    addView(new QualitiesView(session_), tr("Beyond accuracy"));
    connect(tabs_, &QTabBar::currentChanged, views_, &QStackedWidget::setCurrentIndex);
    return content;
}

void RecommendationsPage::addView(RunView* view, const QString& name) {
    tabs_->addTab(name);
    views_->addWidget(view);
    connect(view, &RunView::userRequested, this, &RecommendationsPage::showUser);
    connect(view, &RunView::itemRequested, item_, &ItemPanel::showItem);
}

void RecommendationsPage::showUser(const QString& userId) {
    if (beside_->covers()) {
        item_->dismiss();
    }
    people_->showUser(userId);
    tabs_->setCurrentIndex(views_->indexOf(people_));
}

void RecommendationsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && item_->isVisible()) {
        item_->dismiss();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void RecommendationsPage::reloadRuns() {
    if (!session_->datasetInfo()) {
        stages_->setCurrentWidget(noData_);
        return;
    }
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](Result<std::vector<RunRecord>> runs) {
            showRuns(session_->valueOrReport(std::move(runs)));
        });
}

void RecommendationsPage::showRuns(const std::vector<RunRecord>& runs) {
    std::vector<std::pair<QString, qint64>> entries;
    for (const auto& run : runs) {
        if (hasLists(run)) {
            entries.emplace_back(runLabel(run), run.id);
        }
    }
    stages_->setCurrentWidget(entries.empty() ? static_cast<QWidget*>(noRun_) : content_);
    // A training tells of every epoch: an open popup stays as it is while nothing in it changes.
    bool same = static_cast<int>(entries.size()) == run_->count();
    for (int i = 0; same && i < run_->count(); ++i) {
        const auto& [label, id] = entries[static_cast<std::size_t>(i)];
        same = run_->itemText(i) == label && run_->itemData(i).toLongLong() == id;
    }
    const qint64 before = run_->currentData().toLongLong();
    if (!same) {
        run_->clear();
        for (const auto& [label, id] : entries) {
            run_->addItem(label, QVariant::fromValue<qint64>(id));
        }
    }
    const int wanted = run_->findData(QVariant::fromValue<qint64>(wantedRun_));
    run_->setCurrentIndex(entries.empty() ? -1 : std::max(0, wanted));
    if (run_->currentData().toLongLong() != before) {
        runChosen();
    }
}

void RecommendationsPage::runChosen() {
    const qint64 runId = run_->currentData().toLongLong();
    export_->setRun(runId);
    for (int at = 0; at < views_->count(); ++at) {
        static_cast<RunView*>(views_->widget(at))->setRun(runId);
    }
    item_->setRun(runId);
}

void RecommendationsPage::showRun(qint64 runId) {
    wantedRun_ = runId;
    const int at = run_->findData(QVariant::fromValue<qint64>(runId));
    if (at >= 0) {
        run_->setCurrentIndex(at);
        runChosen();
    }
}

}  // namespace ncf
