#include "store/blob.h"
#include "store/project_impl.h"

#include <cmath>

namespace ncf {

namespace {

// Ends the reading unless the outcome is of a test set of this dataset.
void checkOutcome(const TestOutcome& outcome, std::uint64_t users, std::uint64_t items) {
    const bool ranked = !outcome.ranks.empty();
    const std::size_t values = ranked ? outcome.ranks.size() : outcome.squaredErrors.size();
    if (ranked == !outcome.squaredErrors.empty() || values != outcome.users.size()) {
        broken("an outcome has too few or too many values");
    }
    for (std::size_t i = 0; i < outcome.users.size(); ++i) {
        const UserIndex user = outcome.users[i];
        if (user < 0 || static_cast<std::uint64_t>(user) >= users ||
            (i > 0 && user < outcome.users[i - 1])) {
            broken("an outcome's users are not those of the data");
        }
    }
    // A supplied test set may rank against an item several times, but not without end.
    const auto unsound = [&](int rank) {
        return rank < 0 || static_cast<std::uint64_t>(rank) > 2 * items;
    };
    const auto notAnError = [](float error) { return !std::isfinite(error) || error < 0; };
    if (std::ranges::any_of(outcome.ranks, unsound) ||
        std::ranges::any_of(outcome.squaredErrors, notAnError)) {
        broken("an outcome is out of range");
    }
}

}  // namespace

void storeOutcome(SQLite::Database& db, std::int64_t runId, const TestOutcome& outcome) {
    SQLite::Statement insert(
        db, "REPLACE INTO outcome (run, users, ranks, squared_errors) VALUES (?, ?, ?, ?)");
    const std::string users = toBlob<UserIndex>(outcome.users);
    const std::string ranks = toBlob<std::int32_t>(outcome.ranks);
    const std::string errors = toBlob<float>(outcome.squaredErrors);
    insert.bind(1, runId);
    bindBlob(insert, 2, users);
    if (outcome.ranks.empty()) {
        insert.bind(3);
        bindBlob(insert, 4, errors);
    } else {
        bindBlob(insert, 3, ranks);
        insert.bind(4);
    }
    insert.exec();
}

Result<TestOutcome> Project::outcome(std::int64_t runId) const {
    return impl_->guard([&]() -> Result<TestOutcome> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        SQLite::Statement query(
            db,
            "SELECT outcome.users, ranks, squared_errors, data_state.users, data_state.items "
            "FROM outcome JOIN run_state USING (run) JOIN data_state USING (state) WHERE run = ?");
        query.bind(1, runId);
        if (!query.executeStep()) {
            return impl_->missing("results per user of " + runName(runId));
        }
        TestOutcome outcome;
        outcome.users = fromBlob<UserIndex>(query.getColumn(0));
        outcome.ranks = fromBlob<std::int32_t>(query.getColumn(1));
        outcome.squaredErrors = fromBlob<float>(query.getColumn(2));
        checkOutcome(outcome, readCount(query.getColumn(3)), readCount(query.getColumn(4)));
        return outcome;
    });
}

Status Project::saveOutcome(std::int64_t runId, const TestOutcome& outcome) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        if (!runExists(db, runId)) {
            return impl_->missing(runName(runId));
        }
        storeOutcome(db, runId, outcome);
        transaction.commit();
        return {};
    });
}

}  // namespace ncf
