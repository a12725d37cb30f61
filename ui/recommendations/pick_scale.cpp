#include "recommendations/pick_scale.h"

#include <set>

namespace ncf {

namespace {

// More choices than this are a list to search in.
constexpr std::size_t kMostChoices = 20;
constexpr int kSteps = 10;  // of a finer scale

// The ratings that occur; nullopt if there are too many.
std::optional<std::set<float>> fewRatings(const Dataset& dataset) {
    std::set<float> values;
    for (std::size_t user = 0; user < dataset.userCount(); ++user) {
        for (const float rating : dataset.ratingsOf(static_cast<UserIndex>(user))) {
            if (isRated(rating) && values.insert(rating).second && values.size() > kMostChoices) {
                return std::nullopt;
            }
        }
    }
    return values;
}

}  // namespace

PickScale pickScale(const LoadedRun& run) {
    const auto& dataset = run.data().dataset;
    PickScale scale;
    if (!dataset.hasRatings()) {
        return scale;
    }
    const auto [low, high] = dataset.ratingRange();
    if (const auto values = fewRatings(dataset)) {
        scale.ratings.assign(values->begin(), values->end());
    } else {
        for (int step = 0; step <= kSteps; ++step) {
            scale.ratings.push_back(low + (high - low) * static_cast<float>(step) / kSteps);
        }
    }
    if (!scale.ratings.empty() && !run.config().training.explicitFeedback()) {
        scale.likedFrom = (low + high) / 2;
    }
    return scale;
}

}  // namespace ncf
