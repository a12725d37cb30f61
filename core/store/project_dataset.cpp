#include "store/blob.h"
#include "store/data_states.h"
#include "store/item_rows.h"
#include "store/user_rows.h"

#include <algorithm>

namespace ncf {

namespace {

void clearEverything(SQLite::Database& db) {
    for (const char* table : {"sweep_run", "sweep", "recommendation", "weights", "epoch", "run",
                              "supplied_test", "earlier_history", "history", "user",
                              "item_property", "property", "item", "data_state", "dataset"}) {
        db.exec(std::string("DELETE FROM ") + table);
    }
}

Status insertUsers(SQLite::Database& db, const Dataset& dataset, const ProgressCallback& progress,
                   const std::stop_token& stop) {
    UserInserter inserter(db, dataset);
    const std::size_t users = dataset.userCount();
    const std::size_t reportEvery = std::max<std::size_t>(1, users / kProgressReports);
    for (std::size_t user = 0; user < users; ++user) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        inserter.insert(HistoryBlobs(dataset, static_cast<UserIndex>(user)));
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
        insertItems(db, dataset, catalogue, 0);
        replaceProperties(db, catalogue);
        if (auto status = insertUsers(db, dataset, progress, stop); !status) {
            return status;
        }
        if (dataset.suppliedTest()) {
            insertSuppliedTest(db, *dataset.suppliedTest());
        }
        insertInfo(db, dataset, catalogue, info);
        insertState(db, {1, info.source, info.importedAt, dataset.userCount(), dataset.itemCount(),
                         dataset.interactionCount(), info.report});
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
