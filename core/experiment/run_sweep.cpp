#include "experiment/run_sweep.h"

#include "experiment/run_experiment.h"

#include <chrono>
#include <optional>

namespace ncf {

namespace {

std::int64_t nowSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// An error once rows have joined the data that the sweep began with.
Status expectState(const Project& project, int state) {
    const auto info = project.datasetInfo();
    if (!info) {
        return info.error();
    }
    if (*info && (*info)->state() == state) {
        return {};
    }
    return Error{
        ErrorKind::BadInput,
        "Rows were added to the data during the sweep: its further trials would not compare "
        "with those before.",
        "Start the sweep again."};
}

// Runs the job and tells the queue and the project what came of it. The error is one that ends the
// sweep; a trial's own is in `firstFailure`.
Status work(SweepQueue& queue, SweepQueue::Job& job, Project& project, std::int64_t sweepId,
            int state, std::optional<Error>& firstFailure) {
    if (auto status = expectState(project, state); !status) {
        queue.fail(status.error());
        return status;
    }
    const auto made =
        runExperiment(project.file(), job.config, job.name, job.control, job.monitor, state);
    if (!made && made.error().kind != ErrorKind::Cancelled && !firstFailure) {
        firstFailure = made.error();
    }
    const std::int64_t runId = job.monitor.snapshot().runId;
    if (runId == 0) {
        queue.fail(made.error());
    } else {
        const auto record = project.run(runId);
        if (!record) {
            queue.fail(record.error());
            return record.error();
        }
        queue.end(*record);
        if (auto status = project.addSweepRun(sweepId, {job.trial, job.rung, runId}); !status) {
            return status;
        }
    }
    // Of a full disk or a locked file the next trial would suffer as well.
    return !made && made.error().kind == ErrorKind::Storage ? Status(made.error()) : Status();
}

}  // namespace

Result<SweepSnapshot> runSweep(const std::filesystem::path& projectFile, SweepQueue& queue) {
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto info = project->datasetInfo();
    if (!info) {
        return info.error();
    }
    if (!*info) {
        return Error{ErrorKind::NotFound, "“" + projectFile.string() + "” has no data yet.",
                     "Import a ratings file into it."};
    }
    SweepRecord record;
    record.name = sweepName(queue.plan());
    record.plan = toJson(queue.plan());
    record.startedAt = nowSeconds();
    const auto id = project->beginSweep(record);
    if (!id) {
        return id.error();
    }
    queue.setSweepId(*id);
    std::optional<Error> firstFailure;
    Status status;
    while (status) {
        const auto job = queue.next();
        if (!job) {
            break;
        }
        status = work(queue, *job, *project, *id, (*info)->state(), firstFailure);
    }
    const Status finished = project->finishSweep(*id, nowSeconds());
    if (!status) {
        return status.error();
    }
    if (!finished) {
        return finished.error();
    }
    const SweepSnapshot snapshot = queue.snapshot();
    if (firstFailure && !snapshot.stopped && bestTrial(snapshot.trials) == nullptr) {
        return *firstFailure;
    }
    return snapshot;
}

Result<StoredSweep> loadSweep(const Project& project, std::int64_t sweepId) {
    auto record = project.sweep(sweepId);
    if (!record) {
        return record.error();
    }
    auto plan = sweepFromJson(record->plan);
    if (!plan) {
        return plan.error();
    }
    auto all = trials(*plan);
    if (!all) {
        return all.error();
    }
    const auto made = project.sweepRuns(sweepId);
    if (!made) {
        return made.error();
    }
    // What happened is played back, so that the choices between the rungs come out again.
    SweepState state(*plan, *all);
    for (const auto& row : *made) {
        if (row.trial >= static_cast<int>(all->size()) ||
            row.rung >= static_cast<int>(state.rungs().size())) {
            return Error{ErrorKind::BadInput,
                         "The runs of sweep " + std::to_string(sweepId) + " do not fit its plan.",
                         ""};
        }
        while (state.rung() < row.rung) {
            state.promote();
        }
        if (row.runId == 0) {
            state.fail(row.trial, "Its run was deleted.");
            continue;
        }
        const auto run = project.run(row.runId);
        if (!run) {
            return run.error();
        }
        state.end(row.trial, *run);
    }
    state.cancelWaiting();
    StoredSweep sweep{std::move(*record), std::move(*plan), std::move(*all), {}};
    sweep.snapshot.sweepId = sweepId;
    sweep.snapshot.trials = state.trials();
    sweep.snapshot.rungs = state.rungs();
    sweep.snapshot.rung = state.rung();
    return sweep;
}

}  // namespace ncf
