#include "store/blob.h"
#include "store/project_impl.h"

#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kProgressReports = 200;

std::optional<DatasetInfo> readInfo(SQLite::Database& db) {
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
    return info;
}

Error noData(const std::filesystem::path& file) {
    return {ErrorKind::NotFound, "“" + file.string() + "” has no data yet.",
            "Import a ratings file first."};
}

// Ends the reading unless the rows come as 0, 1, 2 …: the indices are positions in vectors, and a
// damaged tree may repeat its rows for ever.
void expectNext(const SQLite::Column& index, std::size_t expected) {
    readInteger(index, static_cast<std::int64_t>(expected), static_cast<std::int64_t>(expected));
    if (expected >= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        broken("there are too many rows");
    }
}

IdMap readIds(SQLite::Database& db, const std::string& table, std::uint64_t count) {
    SQLite::Statement query(db, "SELECT id, key FROM " + table + " ORDER BY id");
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

// One user's interactions, checked; ratings and timestamps are filled in where the data has none.
struct History {
    std::vector<ItemIndex> items;
    std::vector<float> ratings;
    std::vector<std::int64_t> timestamps;
};

History readHistory(SQLite::Statement& query, int firstColumn, const DatasetInfo& info) {
    History history;
    history.items = fromBlob<ItemIndex>(query.getColumn(firstColumn));
    expectIndices(history.items, info.items);
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

SuppliedTest readSuppliedTest(SQLite::Database& db, const DatasetInfo& info) {
    SuppliedTest test;
    test.item.assign(info.users, IdMap::kNone);
    test.negatives.resize(info.users);
    SQLite::Statement query(db, "SELECT user, item, negatives FROM supplied_test ORDER BY user");
    std::int64_t previous = -1;
    while (query.executeStep()) {
        const auto user = readIndex(query.getColumn(0), info.users);
        if (user <= previous) {
            broken("the test set is out of order");
        }
        previous = user;
        const auto at = static_cast<std::size_t>(user);
        test.item[at] = readIndex(query.getColumn(1), info.items);
        test.negatives[at] = fromBlob<ItemIndex>(query.getColumn(2));
        expectIndices(test.negatives[at], info.items);
    }
    return test;
}

ItemInfo readItemInfo(SQLite::Statement& query, int firstColumn) {
    return {query.getColumn(firstColumn).getString(), readInt(query.getColumn(firstColumn + 1)),
            query.getColumn(firstColumn + 2).getString()};
}

}  // namespace

Result<std::optional<DatasetInfo>> Project::datasetInfo() const {
    return impl_->guard(
        [&]() -> Result<std::optional<DatasetInfo>> { return readInfo(impl_->db); });
}

Result<Dataset> Project::loadDataset(const ProgressCallback& progress, std::stop_token stop) const {
    return impl_->guard([&]() -> Result<Dataset> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);  // one state of the file for all statements
        const auto info = readInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        IdMap users = readIds(db, "user", info->users);
        IdMap items = readIds(db, "item", info->items);
        std::vector<Interaction> interactions;
        const std::size_t reportEvery = std::max<std::size_t>(1, users.size() / kProgressReports);
        SQLite::Statement query(
            db, "SELECT user, items, ratings, timestamps FROM history ORDER BY user");
        std::size_t expected = 0;
        while (query.executeStep()) {
            if (stop.stop_requested()) {
                return cancelled();
            }
            expectNext(query.getColumn(0), expected);
            const auto history = readHistory(query, 1, *info);
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
        if (expected != users.size() || interactions.size() != info->interactions) {
            broken("interactions are missing");
        }
        Dataset dataset(std::move(users), std::move(items), std::move(interactions),
                        {info->hasRatings, info->hasTimestamps});
        if (dataset.duplicates() != 0) {
            broken("an interaction occurs twice");
        }
        if (info->hasSuppliedTest) {
            dataset.setSuppliedTest(readSuppliedTest(db, *info));
        }
        return dataset;
    });
}

Result<ItemCatalogue> Project::loadCatalogue() const {
    return impl_->guard([&]() -> Result<ItemCatalogue> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        const auto info = readInfo(db);
        ItemCatalogue catalogue;
        if (!info || !info->hasTitles) {
            return catalogue;
        }
        SQLite::Statement query(db, "SELECT id, title, year, genres FROM item ORDER BY id");
        while (query.executeStep()) {
            expectNext(query.getColumn(0), catalogue.items.size());
            catalogue.items.push_back(readItemInfo(query, 1));
        }
        if (catalogue.items.size() != info->items) {
            broken("items are missing");
        }
        return catalogue;
    });
}

Result<std::vector<std::uint32_t>> Project::itemPopularity() const {
    return impl_->guard([&]() -> Result<std::vector<std::uint32_t>> {
        SQLite::Statement query(impl_->db, "SELECT id, popularity FROM item ORDER BY id");
        std::vector<std::uint32_t> popularity;
        while (query.executeStep()) {
            expectNext(query.getColumn(0), popularity.size());
            popularity.push_back(static_cast<std::uint32_t>(
                readInteger(query.getColumn(1), 0, std::numeric_limits<std::uint32_t>::max())));
        }
        return popularity;
    });
}

Result<std::vector<HistoryRow>> Project::history(UserIndex user) const {
    return impl_->guard([&]() -> Result<std::vector<HistoryRow>> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        const auto info = readInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        SQLite::Statement query(db,
                                "SELECT items, ratings, timestamps FROM history WHERE user = ?");
        query.bind(1, user);
        if (!query.executeStep()) {
            return impl_->missing("user number " + std::to_string(user));
        }
        const auto history = readHistory(query, 0, *info);
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
