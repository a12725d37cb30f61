#include "pages/runs_page.h"

#include "experiment/run_export.h"
#include "models/runs_model.h"
#include "pages/run_comparison.h"
#include "pages/run_details.h"
#include "pages/run_menu.h"
#include "pages/runs_table.h"
#include "session/session.h"
#include "session/settings.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/empty_state.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ncf {

RunsPage::RunsPage(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new RunsModel(this)),
      menu_(new RunMenu(this)),
      undo_(new Banner) {
    auto* const empty = new EmptyState(QStringLiteral("runs"), tr("No runs yet"),
                                       tr("Every training is kept here, with its settings and what "
                                          "came of it."));
    connect(empty->addAction(tr("Go to Experiment"), true), &QPushButton::clicked, this,
            &RunsPage::experimentRequested);
    stages_ = new QStackedWidget;
    stages_->addWidget(empty);
    stages_->addWidget(makeContent());
    auto* const bannerMargin = new QVBoxLayout;
    bannerMargin->setContentsMargins(Theme::kGapLarge, 0, Theme::kGapLarge, 0);
    bannerMargin->addWidget(undo_);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(bannerMargin);
    outer->addWidget(stages_, 1);

    connect(undo_, &Banner::actionTriggered, this, &RunsPage::undoRemoval);
    auto* const undoKey = new QShortcut(QKeySequence(QKeySequence::Undo), this);
    undoKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undoKey, &QShortcut::activated, this, &RunsPage::undoRemoval);
    connect(session_, &Session::projectChanged, this, [this] {
        forgetRemoved();
        reload();
    });
    connect(session_, &Session::runsChanged, this, &RunsPage::reload);
    wireMenu();
    showSelection();
}

QWidget* RunsPage::makeContent() {
    table_ = new RunsTable(model_);
    details_ = new RunDetails(session_);
    comparison_ = new RunComparison(session_);
    below_ = new QStackedWidget;
    below_->addWidget(details_);
    below_->addWidget(comparison_);
    table_->addButton(tr("Run"))->setMenu(menu_);
    connect(table_->addButton(tr("Export…")), &QPushButton::clicked, this,
            &RunsPage::chooseExportFile);
    connect(table_, &RunsTable::selectionChanged, this, &RunsPage::showSelection);
    connect(table_, &RunsTable::menuRequested, menu_,
            [this](const QPoint& at) { menu_->popup(at); });
    connect(details_, &RunDetails::configurationChosen, this, &RunsPage::configurationChosen);
    connect(details_, &RunDetails::recommendationsRequested, this,
            &RunsPage::recommendationsRequested);

    auto* const splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kGap);
    splitter->addWidget(table_);
    splitter->addWidget(below_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge,
                               Theme::kGapLarge);
    layout->addWidget(splitter);
    return content;
}

void RunsPage::wireMenu() {
    connect(model_, &RunsModel::renameRequested, this, [this](qint64 runId, const QString& name) {
        change([runId, text = name.toStdString()](Project& project) {
            return project.renameRun(runId, text);
        });
    });
    connect(model_, &RunsModel::notesRequested, this, [this](qint64 runId, const QString& notes) {
        change([runId, text = notes.toStdString()](Project& project) {
            return project.setNotes(runId, text);
        });
    });
    connect(menu_, &RunMenu::renameRequested, table_, [this] { table_->edit(RunsModel::Name); });
    connect(menu_, &RunMenu::notesRequested, table_, [this] { table_->edit(RunsModel::Notes); });
    connect(menu_, &RunMenu::colourChosen, this, [this](int colour) {
        changeSelected([colour](Project& project, std::int64_t runId) {
            return project.setColour(runId, colour);
        });
    });
    connect(menu_, &RunMenu::baselineChosen, this, [this](bool baseline) {
        changeSelected([baseline](Project& project, std::int64_t runId) {
            return project.setBaseline(baseline ? std::optional(runId) : std::nullopt);
        });
    });
    connect(menu_, &RunMenu::deleteRequested, this, &RunsPage::removeSelected);
    // The shortcuts of the menu work in the table.
    for (auto* const action : menu_->actions()) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        table_->addAction(action);
    }
}

void RunsPage::reload() {
    session_->query(
        this, [](Project& project) { return listRuns(project); },
        [this](Result<std::vector<ListedRun>> runs) {
            if (!runs) {
                session_->reportFailure(runs.error());
            }
            showRuns(runs ? std::move(*runs) : std::vector<ListedRun>());
        });
}

void RunsPage::showRun(qint64 runId) {
    table_->select({runId});
    showSelection();
}

void RunsPage::showRuns(std::vector<ListedRun> runs) {
    std::vector<std::int64_t> selected;
    for (const auto& run : table_->selected()) {
        selected.push_back(run.record.id);
    }
    model_->setRuns(std::move(runs));
    stages_->setCurrentIndex(model_->rowCount() > 0 ? 1 : 0);
    table_->select(selected);
    showSelection();
}

void RunsPage::showSelection() {
    const auto runs = table_->selected();
    menu_->setRuns(runs);
    if (runs.size() > 1) {
        comparison_->setRuns(runs);
        below_->setCurrentWidget(comparison_);
    } else {
        details_->setRun(runs.empty() ? std::nullopt : std::optional(runs.front().record));
        below_->setCurrentWidget(details_);
    }
}

void RunsPage::change(std::function<Status(Project&)> work) {
    session_->query(this, std::move(work), [this](const Status& status) {
        if (!status) {
            session_->reportFailure(status.error());
        }
        Q_EMIT session_->runsChanged();
    });
}

void RunsPage::changeSelected(std::function<Status(Project&, std::int64_t)> work) {
    std::vector<std::int64_t> ids;
    for (const auto& run : table_->selected()) {
        ids.push_back(run.record.id);
    }
    change([ids, work = std::move(work)](Project& project) {
        Status status;
        for (const auto id : ids) {
            status = status ? work(project, id) : status;
        }
        return status;
    });
}

void RunsPage::removeSelected() {
    const auto runs = table_->selected();
    if (runs.empty()) {
        return;
    }
    struct Removal {
        std::vector<ListedRun> removed;
        Status status;
    };
    session_->query(
        this,
        [runs](Project& project) {
            Removal removal;
            for (const auto& run : runs) {
                removal.status = project.removeRun(run.record.id);
                if (!removal.status) {
                    break;
                }
                removal.removed.push_back(run);
            }
            return removal;
        },
        [this](const Removal& removal) {
            offerUndo(removal.removed);
            if (!removal.status) {
                session_->reportFailure(removal.status.error());
            }
            Q_EMIT session_->runsChanged();
        });
}

void RunsPage::offerUndo(const std::vector<ListedRun>& runs) {
    if (runs.empty()) {
        return;
    }
    removed_.clear();
    for (const auto& run : runs) {
        removed_.push_back(run.record.id);
    }
    const auto name = QString::fromStdString(runs.front().record.name);
    undo_->showNotice(
        runs.size() > 1
            ? tr("Deleted %1 runs. They go for good when the project is closed.").arg(runs.size())
            : tr("Deleted “%1”. It goes for good when the project is closed.").arg(name),
        tr("Undo"));
}

void RunsPage::forgetRemoved() {
    removed_.clear();
    undo_->hide();
}

void RunsPage::undoRemoval() {
    undo_->hide();
    if (removed_.empty()) {
        return;
    }
    change([ids = std::exchange(removed_, {})](Project& project) {
        Status status;
        for (const auto id : ids) {
            status = status ? project.restoreRun(id) : status;
        }
        return status;
    });
}

void RunsPage::chooseExportFile() {
    const auto suggested = settings::lastFolder() + QLatin1Char('/') +
                           QString::fromStdString(session_->projectFile().stem().string()) +
                           tr(" runs.csv");
    const auto file = QFileDialog::getSaveFileName(
        this, tr("Export the runs"), suggested, tr("CSV for spreadsheets (*.csv);;JSON (*.json)"));
    if (!file.isEmpty()) {
        settings::setLastFolder(QFileInfo(file).path());
        exportTo(file);
    }
}

void RunsPage::exportTo(const QString& file) {
    session_->query(
        this,
        [file](Project& project) -> Status {
            const auto runs = project.runs();
            if (!runs) {
                return runs.error();
            }
            const bool json = file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
            const auto text = json ? runsAsJson(*runs) : runsAsCsv(*runs);
            QSaveFile out(file);
            if (!out.open(QIODevice::WriteOnly) ||
                out.write(text.data(), static_cast<qint64>(text.size())) < 0 || !out.commit()) {
                return Error{
                    ErrorKind::Storage,
                    tr("“%1” could not be written: %2.").arg(file, out.errorString()).toStdString(),
                    tr("Choose another name or folder.").toStdString()};
            }
            return {};
        },
        [this](const Status& status) {
            if (!status) {
                session_->reportFailure(status.error());
            }
        });
}

}  // namespace ncf
