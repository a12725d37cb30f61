#include "store/data_states.h"
#include "store/item_rows.h"
#include "store/user_rows.h"

#include <algorithm>
#include <cstring>

namespace ncf {

namespace {

// Keeps users' rows of `history` as they are at the end of a state, for the runs that need them.
class HistoryKeeper {
public:
    HistoryKeeper(SQLite::Database& db, int state)
        : keep_(db,
                "INSERT INTO earlier_history (user, state, items, ratings, timestamps) "
                "SELECT user, ?1, items, ratings, timestamps FROM history WHERE user = ?2 AND "
                "EXISTS (SELECT 1 FROM run_state WHERE state > coalesce("
                "(SELECT max(state) FROM earlier_history WHERE user = ?2), 0))") {
        keep_.bind(1, state);
    }

    void keep(UserIndex user) {
        keep_.bind(2, user);
        keep_.exec();
        keep_.reset();
    }

private:
    SQLite::Statement keep_;
};

// Replaces histories that have changed.
class HistoryUpdater {
public:
    HistoryUpdater(SQLite::Database& db, const DatasetInfo& info, int state)
        : info_(info),
          keeper_(db, state),
          stored_(db, "SELECT items, ratings, timestamps FROM history WHERE user = ?"),
          history_(db, "UPDATE history SET items = ?, ratings = ?, timestamps = ? WHERE user = ?"),
          user_(db, "UPDATE user SET interactions = ? WHERE id = ?") {}

    void update(const HistoryBlobs& row) {
        if (isStored(row)) {
            return;
        }
        keeper_.keep(row.user);
        bindBlob(history_, 1, row.items);
        if (info_.hasRatings) {
            bindBlob(history_, 2, row.ratings);
        }
        if (info_.hasTimestamps) {
            bindBlob(history_, 3, row.timestamps);
        }
        history_.bind(4, row.user);
        history_.exec();
        history_.reset();
        bindInteger(user_, 1, row.interactions);
        user_.bind(2, row.user);
        user_.exec();
        user_.reset();
    }

private:
    bool isStored(const HistoryBlobs& row) {
        const auto same = [&](int column, const std::string& bytes) {
            const auto value = stored_.getColumn(column);
            const void* const data = value.getBlob();
            return static_cast<std::size_t>(value.getBytes()) == bytes.size() &&
                   (bytes.empty() || std::memcmp(data, bytes.data(), bytes.size()) == 0);
        };
        stored_.bind(1, row.user);
        if (!stored_.executeStep()) {
            broken("a user's interactions are missing");
        }
        const bool stored = same(0, row.items) && same(1, row.ratings) && same(2, row.timestamps);
        stored_.reset();
        return stored;
    }

    const DatasetInfo& info_;
    HistoryKeeper keeper_;
    SQLite::Statement stored_;
    SQLite::Statement history_;
    SQLite::Statement user_;
};

// Where a run was made on the data as it is until now, keeps its items' popularity.
void keepPopularity(SQLite::Database& db, int state, const std::vector<std::uint32_t>& popularity) {
    SQLite::Statement keep(db,
                           "UPDATE data_state SET popularity = ?1 WHERE state = ?2 AND "
                           "EXISTS (SELECT 1 FROM run_state WHERE state = ?2)");
    const std::string blob = toBlob(std::span<const std::uint32_t>(popularity));
    bindBlob(keep, 1, blob);
    keep.bind(2, state);
    keep.exec();
}

void updatePopularity(SQLite::Database& db, const std::vector<std::uint32_t>& before,
                      const std::vector<std::uint32_t>& now) {
    SQLite::Statement update(db, "UPDATE item SET popularity = ? WHERE id = ?");
    for (std::size_t item = 0; item < before.size(); ++item) {
        if (before[item] != now[item]) {
            bindInteger(update, 1, now[item]);
            update.bind(2, static_cast<std::int64_t>(item));
            update.exec();
            update.reset();
        }
    }
}

void updateInfo(SQLite::Database& db, const Dataset& dataset, bool titles) {
    SQLite::Statement update(
        db, "UPDATE dataset SET users = ?, items = ?, interactions = ?, has_titles = ?");
    bindInteger(update, 1, dataset.userCount());
    bindInteger(update, 2, dataset.itemCount());
    bindInteger(update, 3, dataset.interactionCount());
    update.bind(4, titles ? 1 : 0);
    update.exec();
}

Status storeUsers(SQLite::Database& db, const Dataset& dataset, const DatasetInfo& info,
                  const ProgressCallback& progress, const std::stop_token& stop) {
    HistoryUpdater updater(db, info, info.state());
    UserInserter inserter(db, dataset);
    const std::size_t users = dataset.userCount();
    const std::size_t reportEvery = std::max<std::size_t>(1, users / kProgressReports);
    for (std::size_t user = 0; user < users; ++user) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const HistoryBlobs row(dataset, static_cast<UserIndex>(user));
        if (user < info.users) {
            updater.update(row);
        } else {
            inserter.insert(row);
        }
        if (progress && ((user + 1) % reportEvery == 0 || user + 1 == users)) {
            progress(user + 1, users);
        }
    }
    return {};
}

bool begins(const IdMap& ids, const std::string& table, std::uint64_t count, SQLite::Database& db) {
    SQLite::Statement query(db, "SELECT id, key FROM " + table + " ORDER BY id");
    std::size_t expected = 0;
    while (query.executeStep()) {
        expectNext(query.getColumn(0), expected);
        if (expected >= ids.size() || ids.ids()[expected] != query.getColumn(1).getString()) {
            return false;
        }
        ++expected;
    }
    return expected == count;
}

}  // namespace

Status Project::expectNoTraining() const {
    const auto all = runs();
    if (!all) {
        return all.error();
    }
    for (const RunRecord& run : *all) {
        if (run.status == RunStatus::Running) {
            return Error{ErrorKind::BadInput, "“" + run.name + "” is being trained.",
                         "Wait until its training has ended, or stop it first."};
        }
    }
    return {};
}

Status Project::appendDataset(const Dataset& dataset, const std::optional<ItemCatalogue>& catalogue,
                              const DataState& added, const ProgressCallback& progress,
                              std::stop_token stop) {
    if (catalogue && catalogue->items.size() != dataset.itemCount()) {
        return Error{ErrorKind::Internal, "The titles belong to other data.", ""};
    }
    return impl_->guard([&]() -> Status {
        auto& db = impl_->db;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        if (auto status = expectNoTraining(); !status) {
            return status;
        }
        const auto info = readDatasetInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        if (info->state() + 1 != added.number ||
            !begins(dataset.users(), "user", info->users, db) ||
            !begins(dataset.items(), "item", info->items, db) ||
            dataset.hasRatings() != info->hasRatings ||
            dataset.hasTimestamps() != info->hasTimestamps) {
            return Error{ErrorKind::BadInput,
                         "The data of “" + impl_->file.string() +
                             "” was changed while rows were to be added to it.",
                         "Try again."};
        }
        const auto before = readPopularity(db);
        keepPopularity(db, info->state(), before);
        insertItems(db, dataset, catalogue.value_or(ItemCatalogue()), before.size());
        updatePopularity(db, before, dataset.itemPopularity());
        if (catalogue) {
            updateTitles(db, *catalogue, before.size());
            replaceProperties(db, *catalogue);
        }
        if (auto status = storeUsers(db, dataset, *info, progress, stop); !status) {
            return status;
        }
        updateInfo(db, dataset, info->hasTitles || catalogue);
        DataState state = added;
        state.users = dataset.userCount();
        state.items = dataset.itemCount();
        state.interactions = dataset.interactionCount();
        insertState(db, state);
        transaction.commit();
        return {};
    });
}

}  // namespace ncf
