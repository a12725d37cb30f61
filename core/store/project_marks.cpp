#include "store/data_states.h"
#include "store/project_impl.h"

#include <chrono>

namespace ncf {

namespace {

std::int64_t nowSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// Makes the run's row in `mark` if it has none.
void ensureMark(SQLite::Database& db, std::int64_t runId) {
    SQLite::Statement insert(db,
                             "INSERT INTO mark (run, notes, colour, baseline, removed_at) "
                             "VALUES (?, '', 0, 0, 0) ON CONFLICT (run) DO NOTHING");
    insert.bind(1, runId);
    insert.exec();
}

template <class Value>
void setMark(SQLite::Database& db, std::int64_t runId, const std::string& column,
             const Value& value) {
    ensureMark(db, runId);
    SQLite::Statement update(db, "UPDATE mark SET " + column + " = ? WHERE run = ?");
    update.bind(1, value);
    update.bind(2, runId);
    update.exec();
}

// Calls `change` in a transaction if there is such a run.
template <class Impl, class Change>
Status changeRun(Impl& impl, std::int64_t runId, Change change) {
    return impl.guard([&]() -> Status {
        SQLite::Transaction transaction(impl.db, SQLite::TransactionBehavior::IMMEDIATE);
        if (!runExists(impl.db, runId)) {
            return impl.missing(runName(runId));
        }
        change();
        transaction.commit();
        return {};
    });
}

}  // namespace

std::string runName(std::int64_t runId) {
    return "run " + std::to_string(runId);
}

bool runExists(SQLite::Database& db, std::int64_t runId) {
    SQLite::Statement query(db, "SELECT 1 FROM run WHERE id = ?");
    query.bind(1, runId);
    return query.executeStep();
}

Status Project::renameRun(std::int64_t runId, const std::string& name) {
    return changeRun(*impl_, runId, [&] {
        SQLite::Statement update(impl_->db, "UPDATE run SET name = ? WHERE id = ?");
        update.bind(1, name);
        update.bind(2, runId);
        update.exec();
    });
}

Status Project::setNotes(std::int64_t runId, const std::string& notes) {
    return changeRun(*impl_, runId, [&] { setMark(impl_->db, runId, "notes", notes); });
}

Status Project::setColour(std::int64_t runId, int colour) {
    if (colour < 0 || colour >= static_cast<int>(kColourNames.size())) {
        return Error{ErrorKind::Internal, "There is no colour " + std::to_string(colour) + ".", ""};
    }
    return changeRun(*impl_, runId, [&] { setMark(impl_->db, runId, "colour", colour); });
}

Status Project::setBaseline(std::optional<std::int64_t> runId) {
    const auto clear = [&] { impl_->db.exec("UPDATE mark SET baseline = 0"); };
    if (!runId) {
        return impl_->guard([&]() -> Status {
            clear();
            return {};
        });
    }
    return changeRun(*impl_, *runId, [&] {
        clear();
        setMark(impl_->db, *runId, "baseline", 1);
    });
}

Status Project::removeRun(std::int64_t runId) {
    const auto record = run(runId);
    if (!record) {
        return record.error();
    }
    if (record->status == RunStatus::Running) {
        return Error{ErrorKind::BadInput, "“" + record->name + "” is being trained.",
                     "Stop its training first."};
    }
    return changeRun(*impl_, runId, [&] { setMark(impl_->db, runId, "removed_at", nowSeconds()); });
}

Status Project::restoreRun(std::int64_t runId) {
    return changeRun(*impl_, runId,
                     [&] { setMark(impl_->db, runId, "removed_at", std::int64_t(0)); });
}

Status Project::purgeRemovedRuns(std::int64_t secondsAgo) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        // The rest of them goes by ON DELETE CASCADE.
        SQLite::Statement remove(db,
                                 "DELETE FROM run WHERE id IN "
                                 "(SELECT run FROM mark WHERE removed_at > 0 AND removed_at <= ?)");
        remove.bind(1, nowSeconds() - secondsAgo);
        if (remove.exec() > 0) {
            forgetUnneededStates(db);
        }
        transaction.commit();
        return {};
    });
}

}  // namespace ncf
