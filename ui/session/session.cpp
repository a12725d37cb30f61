#include "session/session.h"

#include "session/sweep_run.h"
#include "session/training_run.h"

#include <QMetaObject>

#include <chrono>

namespace ncf {

namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(30);

struct Opened {
    Project project;
    std::optional<DatasetInfo> info;
};

Result<Opened> open(const std::filesystem::path& file) {
    auto project = Project::open(file);
    if (!project) {
        return project.error();
    }
    auto info = project->datasetInfo();
    if (!info) {
        return info.error();
    }
    return Opened{std::move(*project), std::move(*info)};
}

}  // namespace

Session::Session(QObject* parent)
    : QObject(parent), training_(new TrainingRun(this)), sweep_(new SweepRun(this)) {
    storage_.moveToThread(&storageThread_);
    storageThread_.setObjectName(QStringLiteral("storage"));
    storageThread_.start();
    analysisJobs_.moveToThread(&analysisThread_);
    analysisThread_.setObjectName(QStringLiteral("analysis"));
    analysisThread_.start();
    watchTraining();
    watchSweep();
}

Session::~Session() {
    import_ = {};
    delete training_;
    delete sweep_;
    // Behind the jobs that are queued; the connection ends on its own thread.
    onStorage([this] {
        closeProject();
        storageThread_.quit();
    });
    stopAnalyses();
    onAnalysis([this] {
        analysis_.reset();
        analysisThread_.quit();
    });
    storageThread_.wait();
    analysisThread_.wait();
}

void Session::onStorage(std::function<void()> job) {
    QMetaObject::invokeMethod(&storage_, std::move(job), Qt::QueuedConnection);
}

void Session::onAnalysis(std::function<void()> job) {
    QMetaObject::invokeMethod(&analysisJobs_, std::move(job), Qt::QueuedConnection);
}

void Session::stopAnalyses() {
    for (auto& analysis : analyses_) {
        analysis.request_stop();
    }
}

void Session::onGui(std::function<void()> job) {
    QMetaObject::invokeMethod(this, std::move(job), Qt::QueuedConnection);
}

ProgressCallback Session::progressFor(QObject* receiver, std::function<void(double)> show) {
    using Clock = std::chrono::steady_clock;
    const QPointer<QObject> alive(receiver);
    const auto told = std::make_shared<std::optional<Clock::time_point>>();
    return [this, alive, told, show = std::move(show)](std::uint64_t done, std::uint64_t total) {
        const auto now = Clock::now();
        if (total == 0 || (*told && now - **told < kProgressInterval)) {
            return;
        }
        *told = now;
        onGui([alive, show, fraction = static_cast<double>(done) / static_cast<double>(total)] {
            if (alive) {
                show(fraction);
            }
        });
    };
}

void Session::reportFailure(const Error& error) {
    Q_EMIT failed(QString::fromStdString(error.what), QString::fromStdString(error.remedy));
}

bool Session::busy() const {
    return training_->active() || sweep_->active();
}

void Session::openProject(const std::filesystem::path& file) {
    if (busy()) {
        Q_EMIT failed(tr("A training is running in this project."),
                      tr("Stop it, or wait for its end, before opening another."));
        return;
    }
    onStorage([this, file] {
        auto opened = caught([&] { return open(file); });
        if (!opened) {
            onGui([this, error = opened.error()] { reportFailure(error); });
            return;
        }
        closeProject();
        project_ = std::move(opened->project);
        onGui([this, file, info = std::move(opened->info)] { showProject(file, info); });
    });
}

void Session::showProject(const std::filesystem::path& file, std::optional<DatasetInfo> info) {
    ++generation_;
    file_ = file;
    info_ = std::move(info);
    stopAnalyses();
    onAnalysis([this, file] { analysis_.emplace(file); });
    Q_EMIT projectChanged();
}

void Session::closeProject() {
    if (project_) {
        // Nobody can undo a removal any more. If this fails, the next closing does it.
        (void)project_->purgeRemovedRuns();
    }
    project_.reset();
}

void Session::importRatings(const std::filesystem::path& ratingsFile,
                            const std::filesystem::path& projectFile,
                            const ImportOptions& options) {
    if (!beginImport(ratingsFile)) {
        return;
    }
    const auto progress =
        progressFor(this, [this](double fraction) { Q_EMIT importProgress(fraction); });
    import_ =
        std::jthread([this, ratingsFile, projectFile, options, progress](std::stop_token stop) {
            auto report = std::make_shared<Result<ImportReport>>(caught([&] {
                return ncf::importRatings(ratingsFile, projectFile, options, progress, stop);
            }));
            onGui([this, report, projectFile] {
                if (endImport(*report)) {
                    Q_EMIT importFinished(**report);
                    openProject(projectFile);
                }
            });
        });
}

void Session::appendRatings(const std::filesystem::path& ratingsFile) {
    if (!info_ || !beginImport(ratingsFile)) {
        return;
    }
    const auto progress =
        progressFor(this, [this](double fraction) { Q_EMIT importProgress(fraction); });
    import_ = std::jthread([this, ratingsFile, project = file_, progress](std::stop_token stop) {
        auto report = std::make_shared<Result<AppendReport>>(
            caught([&] { return ncf::appendRatings(ratingsFile, project, {}, progress, stop); }));
        onGui([this, report] {
            if (endImport(*report)) {
                finishAppend(*report);
            }
        });
    });
}

// The project stays open, so that what was removed from it can still be brought back.
void Session::finishAppend(const Result<AppendReport>& report) {
    onStorage([this, report, file = file_] {
        if (!project_) {
            return;
        }
        auto info = caught([&] { return project_->datasetInfo(); });
        onGui([this, report, file, info = std::move(info)] {
            if (!info) {
                reportFailure(info.error());
            } else if (file == file_) {
                showProject(file, *info);
                Q_EMIT ratingsAppended(*report);
            }
        });
    });
}

bool Session::beginImport(const std::filesystem::path& ratingsFile) {
    if (importing_ || busy()) {
        Q_EMIT failed(importing_ ? tr("Another import is running.") : tr("A training is running."),
                      tr("Stop it, or wait for its end, and import again."));
        return false;
    }
    importing_ = true;
    Q_EMIT importStarted(QString::fromStdString(ratingsFile.filename().string()));
    return true;
}

template <class Report>
bool Session::endImport(const Result<Report>& report) {
    importing_ = false;
    if (!report && report.error().kind == ErrorKind::Cancelled) {
        Q_EMIT importCancelled();
    } else if (!report) {
        reportFailure(report.error());
    }
    return bool(report);
}

void Session::watchTraining() {
    connect(training_, &TrainingRun::runStored, this, &Session::runsChanged);
    connect(training_, &TrainingRun::epochFinished, this, &Session::runsChanged);
    connect(training_, &TrainingRun::finished, this, &Session::runsChanged);
    connect(training_, &TrainingRun::failed, this,
            [this](const QString& what, const QString& remedy) {
                Q_EMIT failed(what, remedy);
                Q_EMIT runsChanged();
            });
    connect(training_, &TrainingRun::suspended, this, &Session::runsChanged);
    connect(training_, &TrainingRun::cancelled, this, &Session::runsChanged);
}

void Session::watchSweep() {
    connect(sweep_, &SweepRun::runsChanged, this, &Session::runsChanged);
    connect(sweep_, &SweepRun::failed, this, &Session::failed);
}

}  // namespace ncf
