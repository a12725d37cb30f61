#pragma once

#include "experiment/loaded_run.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

struct RatingCount {
    float rating = 0;
    std::uint32_t count = 0;
};

// What the data says of an item.
struct ItemFacts {
    RecommendationRow item;  // rank and score are 0
    int popularityRank = 0;  // from 1, among all items
    std::size_t items = 0;   // of the catalogue
    // Of data with ratings: how often each rating was given, ascending; at most 20 entries, a finer
    // scale is rounded to its steps.
    std::vector<RatingCount> ratings;
    std::optional<double> meanRating;  // nullopt if nobody rated it
};

ItemFacts itemFacts(const ProjectData& data, ItemIndex item);

// The n items whose embeddings have the largest cosine with this one's, most similar first; the
// cosine is the score. An error for a run without a network.
Result<std::vector<RecommendationRow>> similarItems(const LoadedRun& run, ItemIndex item, int n);

struct LikelyUser {
    UserRow user;
    float score = 0;  // as people read it
};

// The n users without this item in their training history whom the run gives it the highest score,
// highest first; users without any history are left out. An error where all scores are the same, as
// of the popularity baseline. Rough after a loss that compares items, whose scores rank within a
// person's list and do not compare between people.
Result<std::vector<LikelyUser>> likelyUsers(LoadedRun& run, ItemIndex item, int n,
                                            const ProgressCallback& progress = {},
                                            std::stop_token stop = {});

// Up to `limit` users who interacted with the item, in the order of their ids' bytes, after
// `afterId` (empty: from the start): pages as Project::users() gives them.
std::vector<UserRow> usersWith(const ProjectData& data, ItemIndex item, const std::string& afterId,
                               int limit);

}  // namespace ncf
