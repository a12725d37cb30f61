#include "store/blob.h"
#include "store/data_states.h"
#include "store/item_rows.h"

namespace ncf {

namespace {

constexpr auto kAnyIndex = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());

// The lists while they are being made. They collect in a temporary table, outside the project, so
// that no writer of the project has to wait for the model: minutes for a large catalogue.
class Collected {
public:
    explicit Collected(SQLite::Database& db) : db_(db) {
        db_.exec("DROP TABLE IF EXISTS temp.collected");
        db_.exec("CREATE TEMP TABLE collected (user INTEGER PRIMARY KEY, items BLOB, scores BLOB)");
    }
    Collected(const Collected&) = delete;
    Collected& operator=(const Collected&) = delete;
    ~Collected() {
        try {
            db_.exec("DROP TABLE IF EXISTS temp.collected");
        } catch (const SQLite::Exception&) {
            // It goes with the connection.
        }
    }

    void add(std::span<const UserTopN> lists) {
        SQLite::Transaction transaction(db_);
        SQLite::Statement insert(db_, "INSERT INTO temp.collected VALUES (?, ?, ?)");
        std::vector<ItemIndex> items;
        std::vector<float> scores;
        for (const UserTopN& list : lists) {
            items.clear();
            scores.clear();
            for (const ScoredItem& scored : list.items) {
                items.push_back(scored.item);
                scores.push_back(scored.score);
            }
            const std::string itemBlob = toBlob(std::span<const ItemIndex>(items));
            const std::string scoreBlob = toBlob(std::span<const float>(scores));
            insert.bind(1, list.user);
            bindBlob(insert, 2, itemBlob);
            bindBlob(insert, 3, scoreBlob);
            insert.exec();
            insert.reset();
        }
        transaction.commit();
    }

    // Into the project, a row for each rank.
    void store(std::int64_t runId) const {
        SQLite::Statement query(db_,
                                "SELECT user, items, scores FROM temp.collected ORDER BY user");
        SQLite::Statement insert(db_,
                                 "INSERT INTO recommendation (run, user, rank, item, score) "
                                 "VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, runId);
        while (query.executeStep()) {
            const auto items = fromBlob<ItemIndex>(query.getColumn(1));
            const auto scores = fromBlob<float>(query.getColumn(2));
            insert.bind(2, query.getColumn(0).getInt());
            for (std::size_t at = 0; at < items.size(); ++at) {
                insert.bind(3, static_cast<int>(at) + 1);
                insert.bind(4, items[at]);
                insert.bind(5, static_cast<double>(scores[at]));
                insert.exec();
                insert.reset();
            }
        }
    }

private:
    SQLite::Database& db_;
};

constexpr const char* kRowColumns =
    "r.rank, r.item, r.score, i.key, i.title, i.year, i.genres, "
    "i.popularity";

// The items' popularity as it was at the run's state of the data; empty where that is the current
// one.
std::vector<std::uint32_t> popularityBefore(SQLite::Database& db, std::int64_t runId) {
    SQLite::Statement query(db, "SELECT state FROM run_state WHERE run = ?");
    query.bind(1, runId);
    if (!query.executeStep()) {
        broken("a run is of no state of the data");
    }
    const int latest = latestState(db);
    const int state = readState(query.getColumn(0), latest);
    if (state == latest) {
        return {};
    }
    const auto states = readStates(db);
    auto popularity = keptPopularity(db, states[static_cast<std::size_t>(state) - 1]);
    if (!popularity) {
        broken("the data of a run is missing");
    }
    return std::move(*popularity);
}

// A row of kRowColumns. `before` is of popularityBefore().
RecommendationRow readRow(SQLite::Statement& query, int firstColumn,
                          const std::vector<std::uint32_t>& before) {
    const auto column = [&](int offset) { return query.getColumn(firstColumn + offset); };
    if (column(3).isNull()) {
        broken("a recommended item is missing");
    }
    RecommendationRow row;
    row.rank = readInt(column(0));
    row.item = readIndex(column(1), kAnyIndex);
    row.score = static_cast<float>(column(2).getDouble());
    row.itemId = column(3).getString();
    row.info = readItemInfo(query, firstColumn + 4);
    row.popularity = static_cast<std::uint32_t>(
        readInteger(column(7), 0, std::numeric_limits<std::uint32_t>::max()));
    if (!before.empty()) {
        row.popularity = before[static_cast<std::size_t>(readIndex(column(1), before.size()))];
    }
    return row;
}

bool rowExists(SQLite::Database& db, const std::string& table, std::int64_t id) {
    SQLite::Statement query(db, "SELECT 1 FROM " + table + " WHERE id = ?");
    query.bind(1, id);
    return query.executeStep();
}

}  // namespace

Status Project::saveRecommendations(
    std::int64_t runId, const std::function<Status(const RecommendationSink&)>& produce) {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        Collected collected(db);
        const RecommendationSink sink = [&](std::span<const UserTopN> lists) {
            return impl_->guard([&]() -> Status {
                collected.add(lists);
                return {};
            });
        };
        if (auto status = produce(sink); !status) {
            return status;
        }
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        if (!rowExists(db, "run", runId)) {
            return impl_->missing("run " + std::to_string(runId));
        }
        SQLite::Statement remove(db, "DELETE FROM recommendation WHERE run = ?");
        remove.bind(1, runId);
        remove.exec();
        collected.store(runId);
        transaction.commit();
        return {};
    });
}

Result<std::vector<RecommendationRow>> Project::recommendations(std::int64_t runId,
                                                                UserIndex user) const {
    return impl_->guard([&]() -> Result<std::vector<RecommendationRow>> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        if (!rowExists(db, "run", runId)) {
            return impl_->missing("run " + std::to_string(runId));
        }
        if (!rowExists(db, "user", user)) {
            return impl_->missing("user number " + std::to_string(user));
        }
        SQLite::Statement query(db, std::string("SELECT ") + kRowColumns +
                                        " FROM recommendation r LEFT JOIN item i ON i.id = r.item "
                                        "WHERE r.run = ? AND r.user = ? ORDER BY r.rank");
        query.bind(1, runId);
        query.bind(2, user);
        const auto before = popularityBefore(db, runId);
        std::vector<RecommendationRow> rows;
        while (query.executeStep()) {
            rows.push_back(readRow(query, 0, before));
            if (rows.back().rank != static_cast<int>(rows.size())) {
                broken("the recommendations are out of order");
            }
        }
        return rows;
    });
}

Status Project::forEachRecommendation(
    std::int64_t runId,
    const std::function<Status(const UserRow&, const RecommendationRow&)>& row) const {
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        if (!rowExists(db, "run", runId)) {
            return impl_->missing("run " + std::to_string(runId));
        }
        SQLite::Statement query(db, std::string("SELECT ") + kRowColumns +
                                        ", r.user, u.key, u.interactions FROM recommendation r "
                                        "LEFT JOIN item i ON i.id = r.item "
                                        "LEFT JOIN user u ON u.id = r.user "
                                        "WHERE r.run = ? ORDER BY r.user, r.rank");
        query.bind(1, runId);
        const auto before = popularityBefore(db, runId);
        std::pair<UserIndex, int> previous{-1, 0};
        while (query.executeStep()) {
            const auto recommendation = readRow(query, 0, before);
            if (query.getColumn(9).isNull()) {
                broken("a user with recommendations is missing");
            }
            const UserRow user{
                readIndex(query.getColumn(8), kAnyIndex), query.getColumn(9).getString(),
                static_cast<std::uint32_t>(readInteger(query.getColumn(10), 0,
                                                       std::numeric_limits<std::uint32_t>::max()))};
            const std::pair current{user.user, recommendation.rank};
            if (current <= previous) {
                broken("the recommendations are out of order");
            }
            previous = current;
            if (auto status = row(user, recommendation); !status) {
                return status;
            }
        }
        return {};
    });
}

}  // namespace ncf
