#include "store/data_states.h"

#include "store/blob.h"

namespace ncf {

std::vector<DataState> readStates(SQLite::Database& db) {
    SQLite::Statement query(db,
                            "SELECT state, source, added_at, users, items, interactions, report "
                            "FROM data_state ORDER BY state");
    std::vector<DataState> states;
    while (query.executeStep()) {
        expectNext(query.getColumn(0), states.size() + 1);
        DataState state;
        state.number = query.getColumn(0).getInt();
        state.source = query.getColumn(1).getString();
        state.addedAt = query.getColumn(2).getInt64();
        state.users = readCount(query.getColumn(3));
        state.items = readCount(query.getColumn(4));
        state.interactions = readCount(query.getColumn(5));
        state.report = query.getColumn(6).getString();
        if (!states.empty() &&
            (state.users < states.back().users || state.items < states.back().items ||
             state.interactions < states.back().interactions)) {
            broken("the data has become less from one state to the next");
        }
        states.push_back(std::move(state));
    }
    return states;
}

int latestState(SQLite::Database& db) {
    return readState(db.execAndGet("SELECT coalesce(max(state), 1) AS state FROM data_state"),
                     std::numeric_limits<int>::max());
}

void insertState(SQLite::Database& db, const DataState& state) {
    SQLite::Statement insert(db,
                             "INSERT INTO data_state (state, source, added_at, users, items, "
                             "interactions, report) VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, state.number);
    insert.bind(2, state.source);
    insert.bind(3, state.addedAt);
    bindInteger(insert, 4, state.users);
    bindInteger(insert, 5, state.items);
    bindInteger(insert, 6, state.interactions);
    insert.bind(7, state.report);
    insert.exec();
}

std::optional<std::vector<std::uint32_t>> keptPopularity(SQLite::Database& db,
                                                         const DataState& state) {
    SQLite::Statement query(
        db, "SELECT popularity FROM data_state WHERE state = ? AND popularity IS NOT NULL");
    query.bind(1, state.number);
    if (!query.executeStep()) {
        return std::nullopt;
    }
    auto popularity = fromBlob<std::uint32_t>(query.getColumn(0));
    if (popularity.size() != state.items) {
        broken("the popularity of an earlier state is not that of its items");
    }
    return popularity;
}

Result<DataState> Project::Impl::findState(const DatasetInfo& info, int number) {
    if (number == 0 || number == info.state()) {
        return info.states.back();
    }
    if (number >= 1 && number < info.state()) {
        const DataState& state = info.states[static_cast<std::size_t>(number) - 1];
        if (keptPopularity(db, state)) {
            return state;
        }
    }
    return missing("state " + std::to_string(number) + " of the data any more");
}

void forgetUnneededStates(SQLite::Database& db) {
    // A row is what a user had from the state after the one of their row before it on.
    db.exec(
        "DELETE FROM earlier_history WHERE NOT EXISTS ("
        "SELECT 1 FROM run_state r WHERE r.state <= earlier_history.state AND r.state > coalesce(("
        "SELECT max(older.state) FROM earlier_history older WHERE "
        "older.user = earlier_history.user AND older.state < earlier_history.state), 0))");
    db.exec(
        "UPDATE data_state SET popularity = NULL WHERE popularity IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM run_state WHERE run_state.state = data_state.state)");
}

}  // namespace ncf
