#pragma once

#include "base/progress.h"
#include "experiment/append.h"
#include "experiment/import.h"
#include "session/analysis.h"
#include "session/caught.h"
#include "store/project.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThread>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace ncf {

class SweepRun;
class TrainingRun;

// The open project as the window sees it. Lives on the GUI thread; every access to the project file
// happens on one storage thread, which owns the connection, and what is worked out with a run's
// model on one analysis thread, so that nothing here ever blocks.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    // Stops a running training or import and waits for it.
    ~Session() override;

    bool hasProject() const { return !file_.empty(); }
    const std::filesystem::path& projectFile() const { return file_; }
    // nullopt while no project is open or the project has no data.
    const std::optional<DatasetInfo>& datasetInfo() const { return info_; }

    // Opens a project, closing the one before, which deletes for good the runs that were removed
    // from it. Ends in projectChanged() or failed(). Refused with failed() while a training or a
    // sweep is active.
    void openProject(const std::filesystem::path& file);
    // Imports a ratings file into the project file (created if missing) and opens that. Ends in
    // importFinished() and projectChanged(), in importCancelled() or in failed(). One at a time.
    void importRatings(const std::filesystem::path& ratingsFile,
                       const std::filesystem::path& projectFile, const ImportOptions& options);
    // Adds the rows of a ratings file to the open project's data, read the way that was read; its
    // runs stay as they are. Ends in projectChanged() and ratingsAppended(), in importCancelled()
    // or in failed(). One at a time with imports.
    void appendRatings(const std::filesystem::path& ratingsFile);
    // Ratings are being imported or added.
    bool importing() const { return importing_; }
    void cancelImport() { import_.request_stop(); }

    // The training in progress or the last one; never null.
    TrainingRun* training() const { return training_; }
    // The sweep in progress or the last one; never null.
    SweepRun* sweep() const { return sweep_; }
    // A training or a sweep is active: there is only one of them at a time.
    bool busy() const;

    // Runs `work(Project&)` on the storage thread and hands what it returns to `done` on the GUI
    // thread, unless `receiver` was destroyed or another project was opened in the meantime. Work
    // is done in the order of the calls. Does nothing while no project is open.
    template <class Work, class Done>
    void query(QObject* receiver, Work work, Done done) {
        if (!hasProject()) {
            return;
        }
        const QPointer<QObject> alive(receiver);
        const quint64 generation = generation_;
        onStorage(
            [this, alive, generation, work = std::move(work), done = std::move(done)]() mutable {
                if (!project_) {
                    return;
                }
                auto result = std::make_shared<decltype(work(*project_))>(work(*project_));
                onGui([this, alive, generation, result, done = std::move(done)] {
                    if (alive && generation == generation_) {
                        done(std::move(*result));
                    }
                });
            });
    }

    // Runs `work(LoadedRun&, std::stop_token)`, which returns a Result<T>, on the analysis thread,
    // where the run's data and model are in memory, and hands the Result<T> to `done` on the GUI
    // thread; an error also where the run could not be loaded. Work is done in the order of the
    // calls. Once the returned source is asked to stop, `work` is skipped or sees it by its token,
    // and `done` is not called; nor is it when `receiver` is gone or another project is open.
    template <class Work, class Done>
    std::stop_source analyse(QObject* receiver, qint64 runId, Work work, Done done) {
        using Answer = std::invoke_result_t<Work&, LoadedRun&, std::stop_token>;
        std::stop_source stop;
        if (!hasProject()) {
            return stop;
        }
        analyses_.push_back(stop);
        const QPointer<QObject> alive(receiver);
        const quint64 generation = generation_;
        onAnalysis([this, alive, generation, runId, stop, work = std::move(work),
                    done = std::move(done)]() mutable {
            auto answer = std::make_shared<Answer>(caught([&]() -> Answer {
                if (stop.stop_requested()) {
                    return cancelled();
                }
                auto run = analysis_->run(runId);
                if (!run) {
                    return run.error();
                }
                return work(**run, stop.get_token());
            }));
            onGui([this, alive, generation, stop, answer, done = std::move(done)] {
                std::erase(analyses_, stop);
                if (alive && generation == generation_ && !stop.stop_requested()) {
                    done(std::move(*answer));
                }
            });
        });
        return stop;
    }

    // For work on any thread: tells `show(fraction)`, 0..1, on the GUI thread, some 30 times a
    // second at most, while `receiver` lives.
    ProgressCallback progressFor(QObject* receiver, std::function<void(double)> show);

    // Tells a failure that some page met, as failed() does.
    void reportFailure(const Error& error);
    // What was read; or an empty one, and the failure is told.
    template <class T>
    T valueOrReport(Result<T> result) {
        if (result) {
            return std::move(*result);
        }
        reportFailure(result.error());
        return {};
    }

Q_SIGNALS:
    // Another project is open, or this one has new data.
    void projectChanged();
    // The list of runs, or a run in it, is not what it was.
    void runsChanged();
    void importStarted(const QString& fileName);
    void importProgress(double fraction);  // 0..1
    void importFinished(const ncf::ImportReport& report);
    void ratingsAppended(const ncf::AppendReport& report);
    void importCancelled();
    // Something a person asked for could not be done: what, and what to do about it.
    void failed(const QString& what, const QString& remedy);

private:
    void onStorage(std::function<void()> job);
    void onAnalysis(std::function<void()> job);
    void stopAnalyses();
    void onGui(std::function<void()> job);
    // On the storage thread.
    void closeProject();
    // False, and said, while something else is going on.
    bool beginImport(const std::filesystem::path& ratingsFile);
    // Whether it came to its end; tells if not.
    template <class Report>
    bool endImport(const Result<Report>& report);
    void finishAppend(const Result<AppendReport>& report);
    // On the GUI thread, once the project is open on the storage thread.
    void showProject(const std::filesystem::path& file, std::optional<DatasetInfo> info);
    void watchTraining();
    void watchSweep();

    QThread storageThread_;
    QObject storage_;                 // lives on the storage thread: the address for its jobs
    std::optional<Project> project_;  // touched on the storage thread only
    QThread analysisThread_;
    QObject analysisJobs_;              // lives on the analysis thread: the address for its jobs
    std::optional<Analysis> analysis_;  // touched on the analysis thread only
    std::vector<std::stop_source> analyses_;  // of those that are not answered yet
    std::filesystem::path file_;
    std::optional<DatasetInfo> info_;
    TrainingRun* training_;
    SweepRun* sweep_;
    std::jthread import_;
    bool importing_ = false;
    quint64 generation_ = 0;  // counts opened projects
};

}  // namespace ncf
