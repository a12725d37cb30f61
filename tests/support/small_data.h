#pragma once

#include "base/random.h"
#include "data/dataset.h"

#include <string>
#include <vector>

namespace ncf::test {

// Ids "u0" … and "i0" ….
inline IdMap numberedIds(const std::string& prefix, int count) {
    IdMap ids;
    for (int i = 0; i < count; ++i) {
        ids.insert(prefix + std::to_string(i));
    }
    return ids;
}

inline Dataset makeDataset(int users, int items, std::vector<Interaction> rows,
                           Dataset::Columns columns = {}) {
    return {numberedIds("u", users), numberedIds("i", items), std::move(rows), columns};
}

// Users and items in two camps: who is in a camp interacts only with its items, and rates them 4 or
// 5 with one foreign item at 1. A model that learns anything ranks the own camp's items first.
inline Dataset twoCamps(int users = 60, int items = 40, int perUser = 10) {
    Random random(5);
    std::vector<Interaction> rows;
    std::int64_t time = 1000;
    for (int user = 0; user < users; ++user) {
        const int camp = user % 2;
        std::vector<ItemIndex> own;
        for (int item = camp; item < items; item += 2) {
            own.push_back(item);
        }
        random.shuffle(own);
        rows.push_back({user, static_cast<ItemIndex>((user + 1) % 2), 1.0f, time++});
        for (int i = 0; i < perUser; ++i) {
            rows.push_back({user, own[static_cast<std::size_t>(i)],
                            4.0f + static_cast<float>(random.below(2)), time++});
        }
    }
    return makeDataset(users, items, std::move(rows), {true, true});
}

}  // namespace ncf::test
