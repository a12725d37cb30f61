#include "store/blob.h"
#include "store/data_states.h"
#include "store/item_rows.h"
#include "store/project_impl.h"

#include <cmath>

namespace ncf {

namespace {

// The ids of the first `count` rows, which are to be all rows unless `more` may follow.
IdMap readIds(SQLite::Database& db, const std::string& table, std::uint64_t count, bool more) {
    SQLite::Statement query(db, "SELECT id, key FROM " + table + " WHERE id < ? ORDER BY id");
    query.bind(1,
               more ? static_cast<std::int64_t>(count) : std::numeric_limits<std::int64_t>::max());
    IdMap ids;
    while (query.executeStep()) {
        const std::size_t expected = ids.size();
        expectNext(query.getColumn(0), expected);
        if (static_cast<std::size_t>(ids.insert(query.getColumn(1).getString())) != expected) {
            broken("an id occurs twice");
        }
    }
    if (ids.size() != count) {
        broken("rows are missing");
    }
    return ids;
}

void expectIndices(const std::vector<ItemIndex>& indices, std::uint64_t size) {
    for (const ItemIndex index : indices) {
        if (index < 0 || static_cast<std::uint64_t>(index) >= size) {
            broken("an item's index is out of range");
        }
    }
}

// Each user's row as it was at the end of a state, of the users before an index: the first one that
// was kept since, or the one that they have now.
constexpr const char* kSelectHistories =
    "SELECT h.user, CASE WHEN e.state IS NULL THEN h.items ELSE e.items END, "
    "CASE WHEN e.state IS NULL THEN h.ratings ELSE e.ratings END, "
    "CASE WHEN e.state IS NULL THEN h.timestamps ELSE e.timestamps END "
    "FROM history h LEFT JOIN earlier_history e ON e.user = h.user AND e.state = "
    "(SELECT min(state) FROM earlier_history WHERE user = h.user AND state >= ?1) "
    "WHERE h.user < ?2 ORDER BY h.user";

// One user's interactions, checked; ratings and timestamps are filled in where the data has none.
struct History {
    std::vector<ItemIndex> items;
    std::vector<float> ratings;
    std::vector<std::int64_t> timestamps;
};

History readHistory(SQLite::Statement& query, int firstColumn, const DatasetInfo& info,
                    std::uint64_t items) {
    History history;
    history.items = fromBlob<ItemIndex>(query.getColumn(firstColumn));
    expectIndices(history.items, items);
    const std::size_t size = history.items.size();
    history.ratings = info.hasRatings ? fromBlob<float>(query.getColumn(firstColumn + 1))
                                      : std::vector<float>(size, 1.0f);
    history.timestamps = info.hasTimestamps
                             ? fromBlob<std::int64_t>(query.getColumn(firstColumn + 2))
                             : std::vector<std::int64_t>(size, 0);
    if (history.ratings.size() != size || history.timestamps.size() != size) {
        broken("the columns of an interaction list differ in length");
    }
    for (const float rating : history.ratings) {
        if (std::isinf(rating)) {  // kUnrated is not
            broken("a rating is infinite");
        }
    }
    return history;
}

SuppliedTest readSuppliedTest(SQLite::Database& db, const DataState& state) {
    SuppliedTest test;
    test.item.assign(state.users, IdMap::kNone);
    test.negatives.resize(state.users);
    SQLite::Statement query(db, "SELECT user, item, negatives FROM supplied_test ORDER BY user");
    std::int64_t previous = -1;
    while (query.executeStep()) {
        const auto user = readIndex(query.getColumn(0), state.users);
        if (user <= previous) {
            broken("the test set is out of order");
        }
        previous = user;
        const auto at = static_cast<std::size_t>(user);
        test.item[at] = readIndex(query.getColumn(1), state.items);
        test.negatives[at] = fromBlob<ItemIndex>(query.getColumn(2));
        expectIndices(test.negatives[at], state.items);
    }
    return test;
}

}  // namespace

std::optional<DatasetInfo> readDatasetInfo(SQLite::Database& db) {
    SQLite::Statement query(
        db,
        "SELECT source, imported_at, users, items, interactions, has_ratings, has_timestamps, "
        "has_supplied_test, has_titles, report FROM dataset");
    if (!query.executeStep()) {
        return std::nullopt;
    }
    DatasetInfo info;
    info.source = query.getColumn(0).getString();
    info.importedAt = query.getColumn(1).getInt64();
    info.users = readCount(query.getColumn(2));
    info.items = readCount(query.getColumn(3));
    info.interactions = readCount(query.getColumn(4));
    info.hasRatings = query.getColumn(5).getInt() != 0;
    info.hasTimestamps = query.getColumn(6).getInt() != 0;
    info.hasSuppliedTest = query.getColumn(7).getInt() != 0;
    info.hasTitles = query.getColumn(8).getInt() != 0;
    info.report = query.getColumn(9).getString();
    info.states = readStates(db);
    if (info.states.empty() || info.states.back().users != info.users ||
        info.states.back().items != info.items ||
        info.states.back().interactions != info.interactions) {
        broken("the data is not at its latest state");
    }
    return info;
}

Error noData(const std::filesystem::path& file) {
    return {ErrorKind::NotFound, "“" + file.string() + "” has no data yet.",
            "Import a ratings file first."};
}

Result<std::optional<DatasetInfo>> Project::datasetInfo() const {
    return impl_->guard(
        [&]() -> Result<std::optional<DatasetInfo>> { return readDatasetInfo(impl_->db); });
}

Result<Dataset> Project::loadDataset(const ProgressCallback& progress, std::stop_token stop) const {
    return loadDataset(0, progress, stop);
}

Result<Dataset> Project::loadDataset(int state, const ProgressCallback& progress,
                                     std::stop_token stop) const {
    return impl_->guard([&]() -> Result<Dataset> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);  // one state of the file for all statements
        const auto info = readDatasetInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        const auto wanted = impl_->findState(*info, state);
        if (!wanted) {
            return wanted.error();
        }
        const bool earlier = wanted->number < info->state();
        IdMap users = readIds(db, "user", wanted->users, earlier);
        IdMap items = readIds(db, "item", wanted->items, earlier);
        std::vector<Interaction> interactions;
        const std::size_t reportEvery = std::max<std::size_t>(1, users.size() / kProgressReports);
        SQLite::Statement query(db, kSelectHistories);
        query.bind(1, wanted->number);
        query.bind(2, earlier ? static_cast<std::int64_t>(wanted->users)
                              : std::numeric_limits<std::int64_t>::max());
        std::size_t expected = 0;
        while (query.executeStep()) {
            if (stop.stop_requested()) {
                return cancelled();
            }
            expectNext(query.getColumn(0), expected);
            const auto history = readHistory(query, 1, *info, wanted->items);
            for (std::size_t i = 0; i < history.items.size(); ++i) {
                interactions.push_back({static_cast<UserIndex>(expected), history.items[i],
                                        history.ratings[i], history.timestamps[i]});
            }
            ++expected;
            if (expected > users.size()) {
                broken("there are interactions of an unknown user");
            }
            if (progress && (expected % reportEvery == 0 || expected == users.size())) {
                progress(expected, users.size());
            }
        }
        if (expected != users.size() || interactions.size() != wanted->interactions) {
            broken("interactions are missing");
        }
        Dataset dataset(std::move(users), std::move(items), std::move(interactions),
                        {info->hasRatings, info->hasTimestamps});
        if (dataset.duplicates() != 0) {
            broken("an interaction occurs twice");
        }
        if (info->hasSuppliedTest) {
            dataset.setSuppliedTest(readSuppliedTest(db, *wanted));
        }
        return dataset;
    });
}

Result<std::vector<HistoryRow>> Project::history(UserIndex user) const {
    return impl_->guard([&]() -> Result<std::vector<HistoryRow>> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        const auto info = readDatasetInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        SQLite::Statement query(db,
                                "SELECT items, ratings, timestamps FROM history WHERE user = ?");
        query.bind(1, user);
        if (!query.executeStep()) {
            return impl_->missing("user number " + std::to_string(user));
        }
        const auto history = readHistory(query, 0, *info, info->items);
        SQLite::Statement item(db, "SELECT key, title, year, genres FROM item WHERE id = ?");
        std::vector<HistoryRow> rows;
        rows.reserve(history.items.size());
        for (std::size_t i = history.items.size(); i-- > 0;) {
            item.bind(1, history.items[i]);
            if (!item.executeStep()) {
                broken("an item is missing");
            }
            rows.push_back({history.items[i], item.getColumn(0).getString(), readItemInfo(item, 1),
                            history.ratings[i], history.timestamps[i]});
            item.reset();
        }
        return rows;
    });
}

}  // namespace ncf
