#include "experiment/explanation_text.h"

#include "base/text.h"

#include <algorithm>

namespace ncf {

namespace {

// A place in the order of popularity up to which an item counts as popular, whatever its own place.
constexpr int kPopularPlace = 20;

std::string number(int value) {
    return withThousands(static_cast<std::uint64_t>(std::max(0, value)));
}

// “A”, “B” and “C”
std::string listed(std::span<const RecommendationRow> items) {
    std::string text;
    for (std::size_t at = 0; at < items.size(); ++at) {
        text += at == 0 ? "" : at + 1 == items.size() ? " and " : ", ";
        text += "“" + displayName(items[at]) + "”";
    }
    return text;
}

std::string carriers(std::span<const RecommendationRow> named, int place, int placeWithout) {
    if (named.empty()) {
        return "No single item of the history is the reason: it fits the taste as a whole.";
    }
    const bool one = named.size() == 1;
    const std::string them = one ? "it" : "them";
    if (placeWithout > place) {
        return "Mostly because of " + listed(named) + ". Without " + them +
               " this item would fall from place " + number(place) + " to place " +
               number(placeWithout) + ".";
    }
    const std::string strongest =
        (one ? "The strongest reason is " : "The strongest reasons are ") + listed(named) + ". ";
    return placeWithout == place
               ? strongest + "Yet without " + them + ", too, this item would be at place " +
                     number(place) + "."
               : strongest + "Without " + them + " this item would score less, yet be at place " +
                     number(placeWithout) + " instead of " + number(place) + ".";
}

std::string popularity(int place, int popularityRank) {
    const int more = popularityRank - 1;
    if (more <= 0) {
        return "It is also the most popular item that is new to this person.";
    }
    const std::string counted =
        number(more) + (more == 1 ? " item is more so." : " items are more so.");
    return popularityRank <= std::max(place, kPopularPlace)
               ? "It is popular anyway: only " + counted
               : "It is not simply popular: " + counted;
}

}  // namespace

std::string displayName(const RecommendationRow& item) {
    return item.info.title.empty() ? item.itemId : item.info.title;
}

std::string explanationText(const Explanation& explanation,
                            std::span<const RecommendationRow> named, int placeWithout) {
    return carriers(named, explanation.item.rank, placeWithout) + " " +
           popularity(explanation.item.rank, explanation.popularityRank);
}

}  // namespace ncf
