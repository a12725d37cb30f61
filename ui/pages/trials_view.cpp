#include "pages/trials_view.h"

#include "models/sweep_model.h"
#include "pages/sweep_lines.h"
#include "session/session.h"
#include "session/sweep_run.h"
#include "theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

QPushButton* addButton(QHBoxLayout* row, const QString& text, const QString& name) {
    auto* const button = new QPushButton(text);
    button->setAccessibleName(name);
    button->setToolTip(name);
    row->addWidget(button);
    return button;
}

}  // namespace

TrialsView::TrialsView(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new SweepModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(SweepModel::kSortRole);
    makeTable();
    chart_ = new ParallelCoordinates;
    chart_->setEmptyText(tr("Every trial with a result becomes a line here."));
    auto* const splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kGap);
    splitter->addWidget(table_);
    splitter->addWidget(chart_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::kGapSmall);
    makeQueueButtons(buttons);
    buttons->addStretch();
    makeTrialButtons(buttons);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addLayout(buttons);
    layout->addWidget(splitter, 1);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        chart_->setCurrent(currentTrial() < 0 ? std::nullopt : std::optional(currentTrial()));
        updateButtons();
    });
    connect(chart_, &ParallelCoordinates::brushed, this, &TrialsView::selectBrushed);
    updateButtons();
}

void TrialsView::makeTable() {
    table_ = new QTableView;
    table_->setModel(sorted_);
    table_->setAccessibleName(tr("Trials"));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSortingEnabled(true);
    table_->sortByColumn(0, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setTabKeyNavigation(false);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(table_, &QTableView::activated, this, &TrialsView::openTrial);
}

void TrialsView::makeQueueButtons(QHBoxLayout* row) {
    pause_ = addButton(row, tr("Pause"), tr("Pause or resume the sweep"));
    stop_ = addButton(row, tr("Stop"), tr("Stop the sweep and keep what is done"));
    earlier_ = addButton(row, tr("Earlier"), tr("Run the trial earlier (Alt+Up)"));
    later_ = addButton(row, tr("Later"), tr("Run the trial later (Alt+Down)"));
    cancel_ = addButton(row, tr("Cancel"), tr("Cancel the selected trials (Delete)"));
    auto* const sweep = session_->sweep();
    connect(pause_, &QPushButton::clicked, sweep, [sweep] {
        sweep->state() == SweepRun::State::Paused ? sweep->resume() : sweep->pause();
    });
    connect(stop_, &QPushButton::clicked, sweep, &SweepRun::stop);
    const auto move = [this](int by) {
        session_->sweep()->move(currentTrial(), by);
        table_->scrollTo(table_->currentIndex());
    };
    connect(earlier_, &QPushButton::clicked, this, [move] { move(-1); });
    connect(later_, &QPushButton::clicked, this, [move] { move(1); });
    connect(cancel_, &QPushButton::clicked, this, [this] {
        for (const int trial : selectedTrials()) {
            session_->sweep()->cancel(trial);
        }
    });
    const auto shortcut = [this](const QKeySequence& keys, QPushButton* button) {
        auto* const made = new QShortcut(keys, table_);
        made->setContext(Qt::WidgetShortcut);
        connect(made, &QShortcut::activated, button, &QPushButton::click);
    };
    shortcut(Qt::ALT | Qt::Key_Up, earlier_);
    shortcut(Qt::ALT | Qt::Key_Down, later_);
    shortcut(Qt::Key_Delete, cancel_);
}

void TrialsView::makeTrialButtons(QHBoxLayout* row) {
    open_ = addButton(row, tr("Open run"), tr("Show the trial's run on the Runs page (Enter)"));
    use_ = addButton(row, tr("Use"), tr("Use the trial's settings for one run"));
    copy_ = addButton(row, tr("Copy"), tr("Copy the ncf command that repeats the trial's run"));
    connect(open_, &QPushButton::clicked, this, [this] {
        if (const auto* const status = model_->status(currentTrial())) {
            Q_EMIT runChosen(status->runId);
        }
    });
    connect(use_, &QPushButton::clicked, this, [this] {
        if (currentTrial() >= 0) {
            Q_EMIT configurationChosen(
                model_->trials()[static_cast<std::size_t>(currentTrial())].config);
        }
    });
    connect(copy_, &QPushButton::clicked, this, &TrialsView::copyCommand);
}

void TrialsView::setSweep(const SweepPlan& plan, const std::vector<Trial>& trials,
                          const SweepSnapshot& snapshot) {
    chart_->clearBrushes();
    model_->setSweep(plan, trials, snapshot);
    if (session_->sweep()->active() || trials.empty()) {
        table_->sortByColumn(0, Qt::AscendingOrder);
    } else {
        table_->sortByColumn(model_->resultColumn(),
                             model_->ratings() ? Qt::AscendingOrder : Qt::DescendingOrder);
    }
    lines_.clear();
    redrawChart();
    if (model_->bestRow() >= 0) {
        const auto best = sorted_->mapFromSource(model_->index(model_->bestRow(), 0));
        table_->selectRow(best.row());
        table_->scrollTo(best);
    }
    updateButtons();
}

void TrialsView::update(const SweepSnapshot& snapshot) {
    model_->update(snapshot);
    redrawChart();
    updateButtons();
}

void TrialsView::updateButtons() {
    const auto state = session_->sweep()->state();
    const bool active = session_->sweep()->active();
    pause_->setEnabled(state == SweepRun::State::Running || state == SweepRun::State::Paused);
    pause_->setText(state == SweepRun::State::Paused ? tr("Resume") : tr("Pause"));
    stop_->setEnabled(active && state != SweepRun::State::Stopping);
    const auto* const current = model_->status(currentTrial());
    const bool waits = active && current && current->state == TrialState::Waiting;
    earlier_->setEnabled(waits);
    later_->setEnabled(waits);
    const auto selected = selectedTrials();
    cancel_->setEnabled(active && std::any_of(selected.begin(), selected.end(), [this](int trial) {
                            const auto state = model_->status(trial)->state;
                            return state == TrialState::Waiting || state == TrialState::Running;
                        }));
    open_->setEnabled(current && current->runId > 0);
    copy_->setEnabled(current && current->runId > 0);
    use_->setEnabled(current && !active);
}

void TrialsView::redrawChart() {
    std::vector<TrialStatus> statuses;
    for (int row = 0; row < model_->rowCount(); ++row) {
        statuses.push_back(*model_->status(row));
    }
    auto lines = sweepLines(model_->plan(), model_->trials(), statuses);
    if (lines != lines_ || lines.empty()) {
        lines_ = std::move(lines);
        chart_->setData(sweepAxes(model_->plan(), statuses), lines_, model_->ratings());
    }
}

void TrialsView::selectBrushed() {
    QItemSelection selection;
    if (chart_->hasBrush()) {
        for (const int trial : chart_->selected()) {
            const auto index = sorted_->mapFromSource(model_->index(trial, 0));
            selection.select(index, index);
        }
    }
    table_->selectionModel()->select(
        selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

int TrialsView::currentTrial() const {
    const auto rows = table_->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1
           : rows.contains(table_->currentIndex().siblingAtColumn(0))
               ? sorted_->mapToSource(table_->currentIndex()).row()
               : sorted_->mapToSource(rows.first()).row();
}

std::vector<int> TrialsView::selectedTrials() const {
    std::vector<int> trials;
    for (const auto& index : table_->selectionModel()->selectedRows()) {
        trials.push_back(sorted_->mapToSource(index).row());
    }
    return trials;
}

void TrialsView::openTrial() {
    (open_->isEnabled() ? open_ : use_)->click();
}

void TrialsView::copyCommand() {
    const auto* const status = model_->status(currentTrial());
    if (!status) {
        return;
    }
    session_->query(
        this, [runId = status->runId](Project& project) { return project.run(runId); },
        [this](const Result<RunRecord>& run) {
            const auto config = run ? experimentFromJson(run->config) : run.error();
            if (!config) {
                session_->reportFailure(config.error());
                return;
            }
            QGuiApplication::clipboard()->setText(QString::fromStdString(
                "ncf " + commandLine(*config, session_->projectFile().string())));
        });
}

}  // namespace ncf
