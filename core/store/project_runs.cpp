#include "store/data_states.h"
#include "store/process_identity.h"
#include "store/project_impl.h"

#include <bit>
#include <cmath>

namespace ncf {

namespace {

constexpr int kMetricColumns = 5;

// The columns of a run in the order of bindResults() and bindOrigin(). finishRun() changes the
// results alone, so that a name given meanwhile stays.
const std::string kResultColumns =
    "status, finished_at, protocol, cutoff, parameters, epochs, best_epoch, seconds, note, "
    "validation_hit_rate, validation_ndcg, validation_rmse, validation_mae, validation_loss, "
    "test_hit_rate, test_ndcg, test_rmse, test_mae, test_loss, "
    "popularity_hit_rate, popularity_ndcg, popularity_rmse, popularity_mae, popularity_loss";
constexpr int kResultCount = 9 + 3 * kMetricColumns;
const std::string kOriginColumns =
    "name, started_at, model, config, seed, owner_pid, owner_start_time, owner_boot";
constexpr int kOriginCount = 8;
const std::string kMarkColumns = "notes, colour, baseline";

// "?, ?, ?"
std::string placeholders(int count) {
    std::string text = "?";
    for (int i = 1; i < count; ++i) {
        text += ", ?";
    }
    return text;
}

// NULL for what was not measured. SQLite has no NaN: one is stored as NULL, too.
void bindMetrics(SQLite::Statement& statement, int index, const Metrics& metrics) {
    for (const auto& value :
         {metrics.hitRate, metrics.ndcg, metrics.rmse, metrics.mae, metrics.loss}) {
        if (value) {
            statement.bind(index, *value);
        } else {
            statement.bind(index);
        }
        ++index;
    }
}

Metrics readMetrics(SQLite::Statement& query, int firstColumn) {
    const auto metric = [&](int offset) {
        const auto column = query.getColumn(firstColumn + offset);
        return column.isNull() ? std::nullopt : std::optional(column.getDouble());
    };
    return {metric(0), metric(1), metric(2), metric(3), metric(4)};
}

RunStatus readStatus(const SQLite::Column& column) {
    const std::string name = column.getString();
    for (const RunStatus status :
         {RunStatus::Running, RunStatus::Finished, RunStatus::Stopped, RunStatus::Cancelled,
          RunStatus::Failed, RunStatus::Interrupted}) {
        if (statusName(status) == name) {
            return status;
        }
    }
    broken("a run's status is unknown");
}

void bindResults(SQLite::Statement& statement, const RunRecord& run, RunStatus status) {
    statement.bind(1, statusName(status));
    statement.bind(2, run.finishedAt);
    statement.bind(3, run.protocol);
    statement.bind(4, run.cutoff);
    bindInteger(statement, 5, run.parameters);
    statement.bind(6, run.epochs);
    statement.bind(7, run.bestEpoch);
    statement.bind(8, run.seconds);
    statement.bind(9, run.note);
    bindMetrics(statement, 10, run.validation);
    bindMetrics(statement, 10 + kMetricColumns, run.test);
    bindMetrics(statement, 10 + 2 * kMetricColumns, run.popularity);
}

void bindOrigin(SQLite::Statement& statement, int index, const RunRecord& run) {
    const ProcessIdentity owner = thisProcess();
    statement.bind(index, run.name);
    statement.bind(index + 1, run.startedAt);
    statement.bind(index + 2, run.model);
    statement.bind(index + 3, run.config);
    bindInteger(statement, index + 4, run.seed);
    statement.bind(index + 5, owner.pid);
    statement.bind(index + 6, owner.startTime);
    statement.bind(index + 7, owner.boot);
}

// A row of "id, results, origin, marks, has a checkpoint, its state, the latest state".
RunRecord readRun(SQLite::Statement& query) {
    RunRecord run;
    run.id = query.getColumn(0).getInt64();
    run.status = readStatus(query.getColumn(1));
    run.finishedAt = query.getColumn(2).getInt64();
    run.protocol = query.getColumn(3).getString();
    run.cutoff = readInt(query.getColumn(4));
    run.parameters = readCount(query.getColumn(5));
    run.epochs = readInt(query.getColumn(6));
    run.bestEpoch = readInt(query.getColumn(7));
    run.seconds = query.getColumn(8).getDouble();
    run.note = query.getColumn(9).getString();
    run.validation = readMetrics(query, 10);
    run.test = readMetrics(query, 10 + kMetricColumns);
    run.popularity = readMetrics(query, 10 + 2 * kMetricColumns);
    const int origin = 1 + kResultCount;
    run.name = query.getColumn(origin).getString();
    run.startedAt = query.getColumn(origin + 1).getInt64();
    run.model = query.getColumn(origin + 2).getString();
    run.config = query.getColumn(origin + 3).getString();
    run.seed = std::bit_cast<std::uint64_t>(query.getColumn(origin + 4).getInt64());
    if (run.status == RunStatus::Running &&
        !isAlive({query.getColumn(origin + 5).getInt64(), query.getColumn(origin + 6).getInt64(),
                  query.getColumn(origin + 7).getString()})) {
        run.status = RunStatus::Interrupted;
    }
    // NULL, read as "" and 0, for a run that nobody has marked.
    const int marks = origin + kOriginCount;
    run.marks.notes = query.getColumn(marks).getString();
    run.marks.colour = readIndex(query.getColumn(marks + 1), kColourNames.size());
    run.marks.baseline = readInteger(query.getColumn(marks + 2), 0, 1) == 1;
    run.resumable =
        run.status == RunStatus::Interrupted && query.getColumn(marks + 3).getInt() != 0;
    run.latestState = readState(query.getColumn(marks + 5), std::numeric_limits<int>::max());
    run.dataState = readState(query.getColumn(marks + 4), run.latestState);
    return run;
}

// The runs that were not removed.
std::string selectRuns(const std::string& rest) {
    return "SELECT id, " + kResultColumns + ", " + kOriginColumns + ", " + kMarkColumns +
           ", EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.run = run.id), state, "
           "(SELECT coalesce(max(state), 1) FROM data_state) "
           "FROM run LEFT JOIN mark ON mark.run = run.id "
           "LEFT JOIN run_state ON run_state.run = run.id "
           "WHERE coalesce(removed_at, 0) = 0 " +
           rest;
}

}  // namespace

Result<std::int64_t> Project::beginRun(const RunRecord& run) {
    return impl_->guard([&]() -> Result<std::int64_t> {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        const int state = latestState(db);
        // The data of an earlier state is kept only for the runs that it had when it ended.
        if (run.dataState != 0 && run.dataState != state) {
            return Error{ErrorKind::BadInput,
                         "Rows were added to the data of “" + impl_->file.string() +
                             "” while this run was prepared.",
                         "Start it again: it will be made on all of the data."};
        }
        SQLite::Statement insert(db, "INSERT INTO run (" + kResultColumns + ", " + kOriginColumns +
                                         ") VALUES (" + placeholders(kResultCount + kOriginCount) +
                                         ")");
        bindResults(insert, run, RunStatus::Running);
        bindOrigin(insert, kResultCount + 1, run);
        insert.exec();
        const std::int64_t id = db.getLastInsertRowid();
        SQLite::Statement madeOn(db, "INSERT INTO run_state (run, state) VALUES (?, ?)");
        madeOn.bind(1, id);
        madeOn.bind(2, state);
        madeOn.exec();
        transaction.commit();
        return id;
    });
}

Status Project::addEpoch(std::int64_t runId, const EpochRecord& epoch,
                         const std::optional<std::string>& bestWeights,
                         const std::string& checkpoint) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        // The run's own row follows, so that an interrupted run shows how far it came.
        SQLite::Statement count(db,
                                "UPDATE run SET epochs = ?, seconds = seconds + ? WHERE id = ?");
        count.bind(1, epoch.epoch);
        count.bind(2, epoch.seconds);
        count.bind(3, runId);
        if (count.exec() == 0) {
            return impl_->missing(runName(runId));
        }
        SQLite::Statement insert(db,
                                 "INSERT INTO epoch (run, epoch, train_loss, seconds, "
                                 "samples_per_second, hit_rate, ndcg, rmse, mae, loss) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, runId);
        insert.bind(2, epoch.epoch);
        insert.bind(3, epoch.trainLoss);
        insert.bind(4, epoch.seconds);
        insert.bind(5, epoch.samplesPerSecond);
        bindMetrics(insert, 6, epoch.validation);
        insert.exec();
        if (bestWeights) {
            SQLite::Statement best(
                db,
                "UPDATE run SET (best_epoch, validation_hit_rate, validation_ndcg, "
                "validation_rmse, validation_mae, validation_loss) = (?, ?, ?, ?, ?, ?) "
                "WHERE id = ?");
            best.bind(1, epoch.epoch);
            bindMetrics(best, 2, epoch.validation);
            best.bind(2 + kMetricColumns, runId);
            best.exec();
            impl_->replaceWeights(runId, *bestWeights);
        }
        impl_->replaceCheckpoint(runId, checkpoint);
        transaction.commit();
        return {};
    });
}

void Project::Impl::replaceWeights(std::int64_t runId, const std::string& weights) {
    SQLite::Statement replace(db, "REPLACE INTO weights (run, data) VALUES (?, ?)");
    replace.bind(1, runId);
    bindBlob(replace, 2, weights);
    replace.exec();
}

Status Project::saveWeights(std::int64_t runId, const std::string& weights) {
    return impl_->guard([&]() -> Status {
        impl_->replaceWeights(runId, weights);
        return {};
    });
}

Status Project::finishRun(const RunRecord& run, const TestOutcome& outcome) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement update(db, "UPDATE run SET (" + kResultColumns + ") = (" +
                                         placeholders(kResultCount) + ") WHERE id = ?");
        bindResults(update, run, run.status);
        update.bind(kResultCount + 1, run.id);
        if (update.exec() == 0) {
            return impl_->missing(runName(run.id));
        }
        if (run.status != RunStatus::Interrupted) {
            impl_->removeCheckpoint(run.id);
        }
        if (!outcome.empty()) {
            storeOutcome(db, run.id, outcome);
        }
        transaction.commit();
        return {};
    });
}

Result<std::vector<RunRecord>> Project::runs() const {
    return impl_->guard([&]() -> Result<std::vector<RunRecord>> {
        SQLite::Statement query(impl_->db, selectRuns("ORDER BY id DESC"));
        std::vector<RunRecord> runs;
        bool anyBaseline = false;
        while (query.executeStep()) {
            runs.push_back(readRun(query));
            if (runs.size() > 1 && runs.back().id >= runs[runs.size() - 2].id) {
                broken("the runs are out of order");
            }
            if (runs.back().marks.baseline && std::exchange(anyBaseline, true)) {
                broken("several runs are the baseline");
            }
        }
        return runs;
    });
}

Result<RunRecord> Project::run(std::int64_t runId) const {
    return impl_->guard([&]() -> Result<RunRecord> {
        SQLite::Statement query(impl_->db, selectRuns("AND id = ?"));
        query.bind(1, runId);
        if (!query.executeStep()) {
            return impl_->missing(runName(runId));
        }
        return readRun(query);
    });
}

Result<std::vector<EpochRecord>> Project::epochs(std::int64_t runId) const {
    return impl_->guard([&]() -> Result<std::vector<EpochRecord>> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        if (!runExists(db, runId)) {
            return impl_->missing(runName(runId));
        }
        SQLite::Statement query(db,
                                "SELECT epoch, train_loss, seconds, samples_per_second, hit_rate, "
                                "ndcg, rmse, mae, loss FROM epoch WHERE run = ? ORDER BY epoch");
        query.bind(1, runId);
        std::vector<EpochRecord> epochs;
        while (query.executeStep()) {
            EpochRecord epoch;
            epoch.epoch = readInt(query.getColumn(0));
            const auto loss = query.getColumn(1);
            epoch.trainLoss = loss.isNull() ? std::nan("") : loss.getDouble();
            epoch.seconds = query.getColumn(2).getDouble();
            epoch.samplesPerSecond = query.getColumn(3).getDouble();
            epoch.validation = readMetrics(query, 4);
            if (!epochs.empty() && epoch.epoch <= epochs.back().epoch) {
                broken("the epochs are out of order");
            }
            epochs.push_back(epoch);
        }
        return epochs;
    });
}

Result<std::string> Project::weights(std::int64_t runId) const {
    return impl_->guard([&]() -> Result<std::string> {
        SQLite::Statement query(impl_->db, "SELECT data FROM weights WHERE run = ?");
        query.bind(1, runId);
        if (!query.executeStep()) {
            return impl_->missing("weights of " + runName(runId));
        }
        return query.getColumn(0).getString();
    });
}

}  // namespace ncf
