#include "store/blob.h"
#include "store/project_impl.h"

#include <algorithm>

namespace ncf {

namespace {

// How often a long piece of work reports its progress.
constexpr std::size_t kProgressReports = 200;

void clearEverything(SQLite::Database& db) {
    for (const char* table : {"sweep_run", "sweep", "recommendation", "weights", "epoch", "run",
                              "supplied_test", "history", "user", "item", "dataset"}) {
        db.exec(std::string("DELETE FROM ") + table);
    }
}

void insertItems(SQLite::Database& db, const Dataset& dataset, const ItemCatalogue& catalogue) {
    SQLite::Statement insert(db,
                             "INSERT INTO item (id, key, title, year, genres, popularity) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    const auto popularity = dataset.itemPopularity();
    const ItemInfo unknown;
    for (std::size_t item = 0; item < dataset.itemCount(); ++item) {
        const ItemInfo& info = item < catalogue.items.size() ? catalogue.items[item] : unknown;
        insert.bind(1, static_cast<std::int64_t>(item));
        insert.bind(2, dataset.items().ids()[item]);
        insert.bind(3, info.title);
        insert.bind(4, info.year);
        insert.bind(5, info.genres);
        bindInteger(insert, 6, popularity[item]);
        insert.exec();
        insert.reset();
    }
}

Status insertUsers(SQLite::Database& db, const Dataset& dataset, const ProgressCallback& progress,
                   const std::stop_token& stop) {
    SQLite::Statement insertUser(db, "INSERT INTO user (id, key, interactions) VALUES (?, ?, ?)");
    SQLite::Statement insertHistory(
        db, "INSERT INTO history (user, items, ratings, timestamps) VALUES (?, ?, ?, ?)");
    const std::size_t users = dataset.userCount();
    const std::size_t reportEvery = std::max<std::size_t>(1, users / kProgressReports);
    for (std::size_t user = 0; user < users; ++user) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const auto index = static_cast<UserIndex>(user);
        const auto items = toBlob(dataset.itemsOf(index));
        const auto ratings = toBlob(dataset.ratingsOf(index));
        const auto timestamps = toBlob(dataset.timestampsOf(index));
        insertUser.bind(1, index);
        insertUser.bind(2, dataset.users().ids()[user]);
        bindInteger(insertUser, 3, dataset.itemsOf(index).size());
        insertUser.exec();
        insertUser.reset();
        insertHistory.bind(1, index);
        bindBlob(insertHistory, 2, items);
        if (dataset.hasRatings()) {
            bindBlob(insertHistory, 3, ratings);
        }
        if (dataset.hasTimestamps()) {
            bindBlob(insertHistory, 4, timestamps);
        }
        insertHistory.exec();
        insertHistory.reset();
        if (progress && ((user + 1) % reportEvery == 0 || user + 1 == users)) {
            progress(user + 1, users);
        }
    }
    return {};
}

void insertSuppliedTest(SQLite::Database& db, const SuppliedTest& test) {
    SQLite::Statement insert(db,
                             "INSERT INTO supplied_test (user, item, negatives) VALUES (?, ?, ?)");
    for (std::size_t user = 0; user < test.item.size(); ++user) {
        if (test.item[user] == IdMap::kNone) {
            continue;
        }
        const auto negatives = toBlob(std::span<const ItemIndex>(test.negatives[user]));
        insert.bind(1, static_cast<std::int64_t>(user));
        insert.bind(2, test.item[user]);
        bindBlob(insert, 3, negatives);
        insert.exec();
        insert.reset();
    }
}

void insertInfo(SQLite::Database& db, const Dataset& dataset, const ItemCatalogue& catalogue,
                const DatasetInfo& info) {
    SQLite::Statement insert(
        db,
        "INSERT INTO dataset (id, source, imported_at, users, items, interactions, has_ratings, "
        "has_timestamps, has_supplied_test, has_titles, report) "
        "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, info.source);
    insert.bind(2, info.importedAt);
    bindInteger(insert, 3, dataset.userCount());
    bindInteger(insert, 4, dataset.itemCount());
    bindInteger(insert, 5, dataset.interactionCount());
    insert.bind(6, dataset.hasRatings() ? 1 : 0);
    insert.bind(7, dataset.hasTimestamps() ? 1 : 0);
    insert.bind(8, dataset.suppliedTest() ? 1 : 0);
    insert.bind(9, catalogue.empty() ? 0 : 1);
    insert.bind(10, info.report);
    insert.exec();
}

// The smallest byte string that is larger than every string with this prefix; empty if there is
// none.
std::string endOfPrefix(std::string prefix) {
    while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) {
        prefix.pop_back();
    }
    if (!prefix.empty()) {
        prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    }
    return prefix;
}

}  // namespace

Status Project::saveDataset(const Dataset& dataset, const ItemCatalogue& catalogue,
                            const DatasetInfo& info, const ProgressCallback& progress,
                            std::stop_token stop) {
    if (!catalogue.empty() && catalogue.items.size() != dataset.itemCount()) {
        return Error{ErrorKind::Internal, "The titles belong to other data.", ""};
    }
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        clearEverything(db);
        insertItems(db, dataset, catalogue);
        if (auto status = insertUsers(db, dataset, progress, stop); !status) {
            return status;
        }
        if (dataset.suppliedTest()) {
            insertSuppliedTest(db, *dataset.suppliedTest());
        }
        insertInfo(db, dataset, catalogue, info);
        transaction.commit();
        return {};
    });
}

Result<std::vector<UserRow>> Project::users(const std::string& prefix, const std::string& afterId,
                                            int limit) const {
    return impl_->guard([&]() -> Result<std::vector<UserRow>> {
        // A range of keys and not LIKE: the ids' own % and _ mean nothing here, and the range is
        // read off the index. The smallest id after `afterId` has one more byte of zero.
        SQLite::Statement query(impl_->db,
                                "SELECT id, key, interactions FROM user "
                                "WHERE key >= ? AND key < ? ORDER BY key LIMIT ?");
        const std::string next = afterId.empty() ? afterId : afterId + '\0';
        query.bind(1, std::max(prefix, next));
        if (const std::string end = endOfPrefix(prefix); end.empty()) {
            query.bind(2, static_cast<const void*>(""), 0);  // every blob is above every text
        } else {
            query.bind(2, end);
        }
        query.bind(3, std::max(0, limit));
        std::vector<UserRow> rows;
        while (query.executeStep()) {
            rows.push_back(
                {readIndex(query.getColumn(0), std::numeric_limits<UserIndex>::max()),
                 query.getColumn(1).getString(),
                 static_cast<std::uint32_t>(readInteger(
                     query.getColumn(2), 0, std::numeric_limits<std::uint32_t>::max()))});
        }
        return rows;
    });
}

Result<std::optional<UserIndex>> Project::findUser(const std::string& id) const {
    return impl_->guard([&]() -> Result<std::optional<UserIndex>> {
        SQLite::Statement query(impl_->db, "SELECT id FROM user WHERE key = ?");
        query.bind(1, id);
        if (!query.executeStep()) {
            return std::optional<UserIndex>();
        }
        return std::optional(readIndex(query.getColumn(0), std::numeric_limits<UserIndex>::max()));
    });
}

}  // namespace ncf
