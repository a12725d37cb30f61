#include "store/data_states.h"
#include "store/process_identity.h"
#include "store/project_impl.h"

namespace ncf {

namespace {
// Bytes of a stored part: far below SQLite's largest value, a thousand million.
constexpr std::size_t kPart = 64u << 20;
}  // namespace

void Project::Impl::removeCheckpoint(std::int64_t runId) {
    SQLite::Statement remove(db, "DELETE FROM checkpoint WHERE run = ?");
    remove.bind(1, runId);
    remove.exec();
}

void Project::Impl::replaceCheckpoint(std::int64_t runId, const std::string& checkpoint) {
    removeCheckpoint(runId);
    SQLite::Statement insert(db, "INSERT INTO checkpoint (run, part, data) VALUES (?, ?, ?)");
    for (std::size_t at = 0; at < checkpoint.size(); at += kPart) {
        insert.bind(1, runId);
        bindInteger(insert, 2, at / kPart);
        bindBlob(insert, 3, std::string_view(checkpoint).substr(at, kPart));
        insert.exec();
        insert.reset();
    }
}

Status Project::saveCheckpoint(std::int64_t runId, const std::string& checkpoint) {
    return impl_->guard([&]() -> Status {
        SQLite::Transaction transaction(impl_->db, SQLite::TransactionBehavior::IMMEDIATE);
        impl_->replaceCheckpoint(runId, checkpoint);
        transaction.commit();
        return {};
    });
}

Result<std::string> Project::checkpoint(std::int64_t runId) const {
    return impl_->guard([&]() -> Result<std::string> {
        SQLite::Statement query(impl_->db,
                                "SELECT data FROM checkpoint WHERE run = ? ORDER BY part");
        query.bind(1, runId);
        std::string checkpoint;
        while (query.executeStep()) {
            const auto part = query.getColumn(0);
            const auto* const data = static_cast<const char*>(part.getBlob());
            checkpoint.append(data, static_cast<std::size_t>(part.getBytes()));
        }
        if (checkpoint.empty()) {
            return impl_->missing("checkpoint of run " + std::to_string(runId));
        }
        return checkpoint;
    });
}

Status Project::discardRun(std::int64_t runId) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement remove(db, "DELETE FROM run WHERE id = ?");
        remove.bind(1, runId);
        if (remove.exec() == 0) {
            return impl_->missing(runName(runId));
        }
        forgetUnneededStates(db);
        transaction.commit();
        return {};
    });
}

Status Project::adoptRun(std::int64_t runId) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        const auto current = run(runId);
        if (!current) {
            return current.error();
        }
        if (current->status != RunStatus::Interrupted) {
            return Error{ErrorKind::BadInput,
                         "Run " + std::to_string(runId) + " is " + statusName(current->status) +
                             " and cannot go on.",
                         "Only a run that was interrupted can."};
        }
        SQLite::Statement update(db,
                                 "UPDATE run SET status = ?, finished_at = 0, owner_pid = ?, "
                                 "owner_start_time = ?, owner_boot = ? WHERE id = ?");
        const ProcessIdentity owner = thisProcess();
        update.bind(1, statusName(RunStatus::Running));
        update.bind(2, owner.pid);
        update.bind(3, owner.startTime);
        update.bind(4, owner.boot);
        update.bind(5, runId);
        update.exec();
        transaction.commit();
        return {};
    });
}

Status Project::setRunConfig(std::int64_t runId, const std::string& config) {
    return impl_->guard([&]() -> Status {
        SQLite::Statement update(impl_->db, "UPDATE run SET config = ? WHERE id = ?");
        update.bind(1, config);
        update.bind(2, runId);
        return update.exec() == 0 ? Status(impl_->missing("run " + std::to_string(runId)))
                                  : Status();
    });
}

}  // namespace ncf
