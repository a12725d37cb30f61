#include "recommendations/export_menu.h"

#include "experiment/experiment_config.h"
#include "experiment/export_lists.h"
#include "experiment/export_model.h"
#include "experiment/model_card.h"
#include "session/session.h"
#include "session/settings.h"
#include "widgets/passing_note.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace ncf {

namespace {

constexpr int kSlowMilliseconds = 700;

struct FileKind {
    const char* suffix;
    const char* filter;
};

const FileKind& fileKind(ExportMenu::Kind kind) {
    static constexpr std::array<FileKind, 5> kKinds = {{
        {"csv", QT_TRANSLATE_NOOP("ncf::ExportMenu", "CSV for spreadsheets (*.csv)")},
        {"jsonl", QT_TRANSLATE_NOOP("ncf::ExportMenu", "JSON lines (*.jsonl)")},
        {"pt", QT_TRANSLATE_NOOP("ncf::ExportMenu", "TorchScript (*.pt)")},
        {"onnx", QT_TRANSLATE_NOOP("ncf::ExportMenu", "ONNX (*.onnx)")},
        {"md", QT_TRANSLATE_NOOP("ncf::ExportMenu", "Markdown (*.md)")},
    }};
    return kKinds[static_cast<std::size_t>(kind)];
}

QString savedAs(const QString& file) {
    return ExportMenu::tr("Saved as %1").arg(QDir::toNativeSeparators(file));
}

}  // namespace

ExportMenu::ExportMenu(Session* session, PassingNote* note, QWidget* parent)
    : QPushButton(tr("Export"), parent), session_(session), note_(note), menu_(new QMenu(this)) {
    menu_->setToolTipsVisible(true);
    addKind(Kind::Csv, tr("Recommendations for a spreadsheet (CSV)…"));
    addKind(Kind::JsonLines, tr("Recommendations as JSON lines…"));
    menu_->addSeparator();
    addKind(Kind::TorchScript, tr("Model for PyTorch (TorchScript)…"));
    addKind(Kind::Onnx, tr("Model for other programs (ONNX)…"));
    menu_->addSeparator();
    addKind(Kind::Card, tr("Model card (Markdown)…"));
    connect(this, &QPushButton::clicked, this, [this] {
        if (busy_) {
            stop();
        }
    });
    slow_.setSingleShot(true);
    slow_.setInterval(kSlowMilliseconds);
    connect(&slow_, &QTimer::timeout, this, [this] { note_->keepSaying(progress_); });
    connect(session_, &Session::projectChanged, this, [this] {
        setRun(0);
        if (busy_) {
            stop();
        }
    });
    // The window deletes the session before its pages, and the thread tells it of its progress.
    connect(session_, &QObject::destroyed, this, [this] { writing_ = {}; });
    setBusy(false);
}

void ExportMenu::addKind(Kind kind, const QString& text) {
    auto* const action = menu_->addAction(text, this, [this, kind] { askAndExport(kind); });
    if (kind == Kind::TorchScript || kind == Kind::Onnx) {
        ofNetworks_.push_back(action);
    }
}

void ExportMenu::setRun(qint64 runId) {
    runId_ = runId;
    setEnabled(runId != 0 || busy_);
    if (runId == 0) {
        return;
    }
    session_->query(
        this, [runId](Project& project) { return project.run(runId); },
        [this, runId](const Result<RunRecord>& run) {
            const auto config = run ? experimentFromJson(run->config) : run.error();
            const bool network = !config || config->hasNetwork();
            for (auto* const action : ofNetworks_) {
                if (runId == runId_) {
                    action->setEnabled(network);
                    action->setToolTip(network ? QString() : tr("This run trained no network."));
                }
            }
        });
}

void ExportMenu::askAndExport(Kind kind) {
    const auto suffix = QString::fromLatin1(fileKind(kind).suffix);
    const auto suggested = QString::fromStdString(session_->projectFile().stem().string()) +
                           tr(" run %1").arg(runId_).replace(QLatin1Char(' '), QLatin1Char('-')) +
                           QLatin1Char('.') + suffix;
    auto file = QFileDialog::getSaveFileName(this, tr("Export"),
                                             QDir(settings::lastFolder()).filePath(suggested),
                                             tr(fileKind(kind).filter));
    if (file.isEmpty()) {
        return;
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        file += QLatin1Char('.') + suffix;
    }
    settings::setLastFolder(QFileInfo(file).path());
    exportTo(kind, file);
}

void ExportMenu::exportTo(Kind kind, const QString& file) {
    if (busy_ || runId_ == 0) {
        return;
    }
    ++generation_;
    note_->hide();
    setBusy(true);
    switch (kind) {
        case Kind::Csv:
        case Kind::JsonLines:
            exportLists(kind, file);
            break;
        case Kind::TorchScript:
        case Kind::Onnx:
            exportModel(kind, file);
            break;
        case Kind::Card:
            exportCard(file);
            break;
    }
}

void ExportMenu::exportLists(Kind kind, const QString& file) {
    const auto format = kind == Kind::Csv ? ListFormat::Csv : ListFormat::JsonLines;
    progress_ = tr("Writing the recommendations…");
    const auto generation = generation_;
    const auto progress = session_->progressFor(this, [this, generation](double fraction) {
        if (busy_ && generation == generation_) {
            progress_ = tr("Writing the recommendations… %1 %").arg(int(100 * fraction));
            if (!slow_.isActive()) {
                note_->keepSaying(progress_);
            }
        }
    });
    writing_ = std::jthread([this, generation, progress, format, file, runId = runId_,
                             from = session_->projectFile()](std::stop_token stop) {
        const auto rows = caught([&]() -> Result<std::uint64_t> {
            const auto project = Project::open(from);
            return project ? ncf::exportLists(*project, runId, format, file.toStdString(), progress,
                                              stop)
                           : project.error();
        });
        const auto hand = [this, generation, rows, file] {
            if (generation == generation_) {
                finished(
                    rows ? Status() : rows.error(),
                    rows
                        ? savedAs(file) +
                              tr(" (%1 recommendations)").arg(QLocale().toString(qulonglong(*rows)))
                        : QString());
            }
        };
        QMetaObject::invokeMethod(this, hand, Qt::QueuedConnection);
    });
    stop_ = writing_.get_stop_source();
}

void ExportMenu::exportModel(Kind kind, const QString& file) {
    const auto format = kind == Kind::Onnx ? ModelFormat::Onnx : ModelFormat::TorchScript;
    progress_ = tr("Writing the model and comparing it with this one…");
    stop_ = session_->analyse(
        this, runId_,
        [format, file, project = session_->projectFile()](LoadedRun& run, std::stop_token stop) {
            return ncf::exportModel(run, format, file.toStdString(), project, stop);
        },
        [this, file](const Result<ModelExport>& done) {
            finished(done ? Status() : done.error(),
                     done ? savedAs(file) + tr(", with its id maps beside it. Read back, it gave "
                                               "this program's scores.")
                          : QString());
        });
}

void ExportMenu::exportCard(const QString& file) {
    progress_ = tr("Writing the model card…");
    stop_ = {};
    session_->query(
        this,
        [runId = runId_, file](Project& project) {
            return exportModelCard(project, runId, file.toStdString());
        },
        [this, generation = generation_, file](const Status& status) {
            if (generation == generation_) {
                finished(status, savedAs(file));
            }
        });
}

void ExportMenu::setBusy(bool busy) {
    busy_ = busy;
    setText(busy ? tr("Stop export") : tr("Export"));
    setAccessibleName(busy ? tr("Stop the export") : tr("Export this run"));
    setMenu(busy ? nullptr : menu_);
    setEnabled(busy || runId_ != 0);
    if (busy) {
        slow_.start();
    } else {
        slow_.stop();
    }
}

void ExportMenu::stop() {
    stop_.request_stop();
    ++generation_;
    setBusy(false);
    note_->say(tr("The export was stopped."));
}

void ExportMenu::finished(const Status& status, const QString& told) {
    setBusy(false);
    if (status) {
        note_->say(told);
    } else {
        note_->hide();
        session_->reportFailure(status.error());
    }
}

}  // namespace ncf
