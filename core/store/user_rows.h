#pragma once

#include "store/blob.h"
#include "store/project_impl.h"

#include <string>

namespace ncf {

// A user's row of the table history.
struct HistoryBlobs {
    HistoryBlobs(const Dataset& dataset, UserIndex index)
        : user(index),
          interactions(dataset.itemsOf(index).size()),
          items(toBlob(dataset.itemsOf(index))),
          ratings(dataset.hasRatings() ? toBlob(dataset.ratingsOf(index)) : std::string()),
          timestamps(dataset.hasTimestamps() ? toBlob(dataset.timestampsOf(index))
                                             : std::string()) {}

    UserIndex user;
    std::size_t interactions;
    std::string items;
    std::string ratings;     // empty for data without
    std::string timestamps;  // empty for data without
};

// Adds users with their histories, in the caller's transaction.
class UserInserter {
public:
    UserInserter(SQLite::Database& db, const Dataset& dataset)
        : dataset_(dataset),
          user_(db, "INSERT INTO user (id, key, interactions) VALUES (?, ?, ?)"),
          history_(db,
                   "INSERT INTO history (user, items, ratings, timestamps) VALUES (?, ?, ?, ?)") {}

    void insert(const HistoryBlobs& row) {
        user_.bind(1, row.user);
        user_.bind(2, dataset_.users().id(row.user));
        bindInteger(user_, 3, row.interactions);
        user_.exec();
        user_.reset();
        history_.bind(1, row.user);
        bindBlob(history_, 2, row.items);
        if (dataset_.hasRatings()) {
            bindBlob(history_, 3, row.ratings);
        }
        if (dataset_.hasTimestamps()) {
            bindBlob(history_, 4, row.timestamps);
        }
        history_.exec();
        history_.reset();
    }

private:
    const Dataset& dataset_;
    SQLite::Statement user_;
    SQLite::Statement history_;
};

}  // namespace ncf
