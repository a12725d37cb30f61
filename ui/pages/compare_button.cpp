#include "pages/compare_button.h"

#include "session/session.h"

#include <QMenu>

#include <algorithm>

namespace ncf {

namespace {

QString nameOf(const RunRecord& run) {
    return CompareButton::tr("%1 (run %2)").arg(QString::fromStdString(run.name)).arg(run.id);
}

QString resultOf(const RunRecord& run) {
    const auto& result = run.validation;
    return result.hitRate
               ? CompareButton::tr("HR@%1 %2").arg(run.cutoff).arg(*result.hitRate, 0, 'f', 4)
           : result.rmse ? CompareButton::tr("RMSE %1").arg(*result.rmse, 0, 'f', 4)
                         : QString();
}

}  // namespace

CompareButton::CompareButton(Session* session, QWidget* parent)
    : QToolButton(parent), session_(session), menu_(new QMenu(this)) {
    setText(tr("Compare with…"));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("quiet", true);
    setAccessibleName(tr("Compare with earlier runs"));
    setMenu(menu_);
    connect(menu_, &QMenu::aboutToShow, this, &CompareButton::fillMenu);
    connect(session_, &Session::projectChanged, this, &CompareButton::forget);
    connect(session_, &Session::runsChanged, this, &CompareButton::reload);
    takeRuns({});
}

void CompareButton::forget() {
    ghosts_ = {};
    reloading_ = false;  // an answer of the project before does not arrive
    Q_EMIT ghostsChanged(ghosts_);
    takeRuns({});
    reload();
}

void CompareButton::reload() {
    reloadAgain_ = reloading_;
    if (reloading_ || !session_->hasProject()) {
        return;
    }
    reloading_ = true;
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](Result<std::vector<RunRecord>> runs) {
            reloading_ = false;
            takeRuns(runs ? std::move(*runs) : std::vector<RunRecord>());
            if (reloadAgain_) {
                reload();
            }
        });
}

void CompareButton::takeRuns(std::vector<RunRecord> runs) {
    std::erase_if(runs, [](const RunRecord& run) {
        return run.epochs == 0 || run.status == RunStatus::Running;
    });
    runs_ = std::move(runs);
    setEnabled(!runs_.empty());
    setToolTip(
        runs_.empty()
            ? tr("There is no earlier run to lay under this one yet.")
            : tr("Lays the curves of up to %1 earlier runs under those of now.").arg(kMostGhosts));
    bool changed = false;
    for (auto& ghost : ghosts_) {
        if (!ghost) {
            continue;
        }
        const auto run = std::find_if(runs_.begin(), runs_.end(), [&](const RunRecord& other) {
            return other.id == ghost->id;
        });
        const auto name = run == runs_.end() ? QString() : nameOf(*run);
        changed = changed || name != ghost->name;
        ghost->name = name;
        if (run == runs_.end()) {
            ghost.reset();
        }
    }
    if (changed) {
        Q_EMIT ghostsChanged(ghosts_);
    }
}

void CompareButton::fillMenu() {
    menu_->clear();
    const auto chosen = [this](std::int64_t id) {
        return std::any_of(ghosts_.begin(), ghosts_.end(),
                           [id](const auto& ghost) { return ghost && ghost->id == id; });
    };
    const bool full = std::all_of(ghosts_.begin(), ghosts_.end(),
                                  [](const auto& ghost) { return ghost.has_value(); });
    for (const auto& run : runs_) {
        QString text = nameOf(run).replace(QLatin1Char('&'), QStringLiteral("&&"));
        auto* const action = menu_->addAction(text + QLatin1Char('\t') + resultOf(run));
        action->setCheckable(true);
        action->setChecked(chosen(run.id));
        action->setEnabled(action->isChecked() || !full);
        connect(action, &QAction::triggered, this,
                [this, run](bool on) { on ? add(run) : remove(run.id); });
    }
}

void CompareButton::add(const RunRecord& run) {
    session_->query(
        this, [id = run.id](Project& project) { return project.epochs(id); },
        [this, run](Result<std::vector<EpochRecord>> epochs) {
            if (!epochs) {
                session_->reportFailure(epochs.error());
                return;
            }
            const auto free = std::find(ghosts_.begin(), ghosts_.end(), std::nullopt);
            if (free != ghosts_.end()) {
                *free = GhostRun{run.id, nameOf(run), run.cutoff, std::move(*epochs)};
                Q_EMIT ghostsChanged(ghosts_);
            }
        });
}

void CompareButton::remove(std::int64_t runId) {
    for (auto& ghost : ghosts_) {
        if (ghost && ghost->id == runId) {
            ghost.reset();
        }
    }
    Q_EMIT ghostsChanged(ghosts_);
}

}  // namespace ncf
