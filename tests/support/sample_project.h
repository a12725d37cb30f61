#pragma once

#include "base/random.h"
#include "data/dataset.h"
#include "store/project.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace ncf::test {

inline std::string sampleUser(int index) {
    return "user " + std::to_string(index);
}

// A made-up dataset; the same arguments give the same one. Every user has an interaction, the last
// item has none.
inline Dataset sampleDataset(int users, int items, Dataset::Columns columns = {true, true}) {
    Random random(7);
    IdMap userIds;
    IdMap itemIds;
    for (int user = 0; user < users; ++user) {
        userIds.insert(sampleUser(user));
    }
    for (int item = 0; item < items; ++item) {
        itemIds.insert("item " + std::to_string(item));
    }
    std::vector<Interaction> rows;
    for (int user = 0; user < users; ++user) {
        for (std::uint32_t count = 1 + random.below(12); count > 0; --count) {
            rows.push_back(
                {user, static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items - 1))),
                 columns.ratings ? 0.5f * static_cast<float>(1 + random.below(10)) : 1.0f,
                 columns.timestamps ? static_cast<std::int64_t>(random.below(1'000'000)) - 500'000
                                    : 0});
        }
    }
    return {std::move(userIds), std::move(itemIds), std::move(rows), columns};
}

inline ItemCatalogue sampleCatalogue(int items) {
    ItemCatalogue catalogue;
    for (int item = 0; item < items; ++item) {
        catalogue.items.push_back({"Title “" + std::to_string(item) + "”, 50 % off",
                                   1900 + item % 120, item % 2 == 0 ? "Comedy|Drama" : "",
                                   {}});
    }
    return catalogue;
}

inline SuppliedTest sampleSuppliedTest(const Dataset& dataset) {
    SuppliedTest test;
    for (std::size_t user = 0; user < dataset.userCount(); ++user) {
        const bool has = user % 3 != 0;
        test.item.push_back(has ? dataset.itemsOf(static_cast<UserIndex>(user)).back()
                                : IdMap::kNone);
        test.negatives.emplace_back();
        if (has) {
            test.negatives.back() = {0, static_cast<ItemIndex>(dataset.itemCount()) - 1};
        }
    }
    return test;
}

inline DatasetInfo sampleInfo() {
    DatasetInfo info;
    info.source = "ratings.csv";
    info.importedAt = 1'600'000'000;
    info.report = R"({"rows":3})";
    return info;
}

inline EpochRecord sampleEpoch(int number) {
    EpochRecord epoch;
    epoch.epoch = number;
    epoch.trainLoss = 1.0 / number;
    epoch.validation.hitRate = 0.1 * number;
    epoch.validation.ndcg = 0.05 * number;
    epoch.seconds = 0.25;
    epoch.samplesPerSecond = 1e6;
    return epoch;
}

inline RunRecord sampleRun(const std::string& name) {
    RunRecord run;
    run.name = name;
    run.startedAt = 1'700'000'000;
    run.model = "NeuMF";
    run.config = "{}";
    run.seed = 0xfedcba9876543210ULL;
    run.parameters = 12345;
    return run;
}

// For every user of `users` a list of `n` items.
inline Status recommendSomething(const Project::RecommendationSink& sink, int users, int n) {
    for (int user = 0; user < users; ++user) {
        UserTopN list{user, {}};
        for (int i = 0; i < n; ++i) {
            list.items.push_back({(user + i) % 10, 1.0f / static_cast<float>(i + 1)});
        }
        if (auto status = sink({&list, 1}); !status) {
            return status;
        }
    }
    return {};
}

// "" when the two hold the same, else what differs.
inline std::string difference(const Dataset& a, const Dataset& b) {
    if (a.users().ids() != b.users().ids() || a.items().ids() != b.items().ids()) {
        return "ids";
    }
    if (a.hasRatings() != b.hasRatings() || a.hasTimestamps() != b.hasTimestamps()) {
        return "columns";
    }
    for (std::size_t user = 0; user < a.userCount(); ++user) {
        const auto index = static_cast<UserIndex>(user);
        if (!std::ranges::equal(a.itemsOf(index), b.itemsOf(index)) ||
            !std::ranges::equal(a.ratingsOf(index), b.ratingsOf(index)) ||
            !std::ranges::equal(a.timestampsOf(index), b.timestampsOf(index))) {
            return "interactions of user " + std::to_string(user);
        }
    }
    if (a.suppliedTest().has_value() != b.suppliedTest().has_value()) {
        return "presence of a supplied test";
    }
    if (a.suppliedTest() && (a.suppliedTest()->item != b.suppliedTest()->item ||
                             a.suppliedTest()->negatives != b.suppliedTest()->negatives)) {
        return "supplied test";
    }
    return "";
}

}  // namespace ncf::test
