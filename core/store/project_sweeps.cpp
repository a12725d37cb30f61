#include "store/project_impl.h"

namespace ncf {

namespace {

std::string sweepLabel(std::int64_t sweepId) {
    return "sweep " + std::to_string(sweepId);
}

SweepRecord readSweep(SQLite::Statement& query) {
    return {query.getColumn(0).getInt64(), query.getColumn(1).getString(),
            query.getColumn(2).getString(), query.getColumn(3).getInt64(),
            query.getColumn(4).getInt64()};
}

constexpr const char* kSelectSweeps = "SELECT id, name, plan, started_at, finished_at FROM sweep ";

int readPlace(const SQLite::Column& column) {
    return static_cast<int>(readInteger(column, 0, std::numeric_limits<int>::max()));
}

}  // namespace

Result<std::int64_t> Project::beginSweep(const SweepRecord& sweep) {
    return impl_->guard([&]() -> Result<std::int64_t> {
        SQLite::Statement insert(
            impl_->db,
            "INSERT INTO sweep (name, plan, started_at, finished_at) VALUES (?, ?, ?, 0)");
        insert.bind(1, sweep.name);
        insert.bind(2, sweep.plan);
        insert.bind(3, sweep.startedAt);
        insert.exec();
        return impl_->db.getLastInsertRowid();
    });
}

Status Project::addSweepRun(std::int64_t sweepId, const SweepRunRecord& run) {
    return impl_->guard([&]() -> Status {
        SQLite::Statement insert(
            impl_->db, "INSERT INTO sweep_run (sweep, trial, rung, run) VALUES (?, ?, ?, ?)");
        insert.bind(1, sweepId);
        insert.bind(2, run.trial);
        insert.bind(3, run.rung);
        insert.bind(4, run.runId);
        insert.exec();
        return {};
    });
}

Status Project::finishSweep(std::int64_t sweepId, std::int64_t finishedAt) {
    return impl_->guard([&]() -> Status {
        SQLite::Statement update(impl_->db, "UPDATE sweep SET finished_at = ? WHERE id = ?");
        update.bind(1, finishedAt);
        update.bind(2, sweepId);
        return update.exec() == 0 ? Status(impl_->missing(sweepLabel(sweepId))) : Status();
    });
}

Result<std::vector<SweepRecord>> Project::sweeps() const {
    return impl_->guard([&]() -> Result<std::vector<SweepRecord>> {
        SQLite::Statement query(impl_->db, std::string(kSelectSweeps) + "ORDER BY id DESC");
        std::vector<SweepRecord> sweeps;
        while (query.executeStep()) {
            sweeps.push_back(readSweep(query));
            if (sweeps.size() > 1 && sweeps.back().id >= sweeps[sweeps.size() - 2].id) {
                broken("the sweeps are out of order");
            }
        }
        return sweeps;
    });
}

Result<SweepRecord> Project::sweep(std::int64_t sweepId) const {
    return impl_->guard([&]() -> Result<SweepRecord> {
        SQLite::Statement query(impl_->db, std::string(kSelectSweeps) + "WHERE id = ?");
        query.bind(1, sweepId);
        if (!query.executeStep()) {
            return impl_->missing(sweepLabel(sweepId));
        }
        return readSweep(query);
    });
}

Result<std::vector<SweepRunRecord>> Project::sweepRuns(std::int64_t sweepId) const {
    return impl_->guard([&]() -> Result<std::vector<SweepRunRecord>> {
        SQLite::Statement query(impl_->db,
                                "SELECT rung, trial, run FROM sweep_run WHERE sweep = ? "
                                "ORDER BY rung, trial");
        query.bind(1, sweepId);
        std::vector<SweepRunRecord> runs;
        while (query.executeStep()) {
            const SweepRunRecord run{readPlace(query.getColumn(1)), readPlace(query.getColumn(0)),
                                     query.getColumn(2).getInt64()};
            if (!runs.empty() &&
                (run.rung < runs.back().rung ||
                 (run.rung == runs.back().rung && run.trial <= runs.back().trial))) {
                broken("the runs of a sweep are out of order");
            }
            runs.push_back(run);
        }
        return runs;
    });
}

}  // namespace ncf
