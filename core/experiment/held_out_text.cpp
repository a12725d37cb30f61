#include "experiment/held_out_text.h"

#include "base/text.h"
#include "experiment/explanation_text.h"

#include <algorithm>

namespace ncf {

namespace {

constexpr std::size_t kLongestTitle = 60;  // in code points

// On one line, and cut where it is long.
std::string titleOf(const HeldOutPlace& place) {
    std::string title;
    std::size_t length = 0;
    const std::string name = displayName(place.item);
    for (const char c : trimmed(name)) {
        const bool starts = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        if (starts && ++length > kLongestTitle) {
            return title + "…";
        }
        title += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    }
    return title;
}

// "place 57 of 3,650 unseen items"
std::string placeOf(const HeldOutPlace& place) {
    return "place " + withThousands(static_cast<std::uint64_t>(place.item.rank)) + " of " +
           withThousands(place.unseen) + " unseen items";
}

// How the run's own measure sees it.
std::string protocolOf(const HeldOutPlace& place) {
    if (!place.protocol) {
        return "Rated " + shortest(decimal(place.rating)) + ", predicted " +
               fixed(static_cast<double>(place.item.score), 2) + ".";
    }
    const auto& protocol = *place.protocol;
    const std::string verdict =
        (protocol.hit ? "a hit at " : "no hit at ") + std::to_string(protocol.cutoff) + ".";
    return protocol.sampled
               ? "In the run's test: place " + std::to_string(protocol.rank) + " of " +
                     withThousands(protocol.candidates) + " sampled candidates, " + verdict
               : "In the run's test: " + verdict;
}

}  // namespace

std::string heldOutLine(const HeldOutPlace& place) {
    return "“" + titleOf(place) + "”: " + placeOf(place) + ". " + protocolOf(place);
}

std::string heldOutSentence(std::span<const HeldOutPlace> places, int listed) {
    if (places.empty()) {
        return "Nothing of this user was held out for the test.";
    }
    const auto isListed = [listed](const HeldOutPlace& place) { return place.item.rank <= listed; };
    if (places.size() == 1) {
        const auto& place = places.front();
        return "The held-out item “" + titleOf(place) + "” was " +
               (isListed(place) ? "found: " : "missed: ") + placeOf(place) + ". " +
               protocolOf(place);
    }
    const auto found = static_cast<std::size_t>(std::ranges::count_if(places, isListed));
    const std::string count = withThousands(found) + " of " + withThousands(places.size()) +
                              " held-out items are in the list.";
    const HeldOutPlace* nearest = nullptr;
    for (const auto& place : places) {
        if (!isListed(place) && (!nearest || place.item.rank < nearest->item.rank)) {
            nearest = &place;
        }
    }
    return nearest ? count + " The nearest that was missed is “" + titleOf(*nearest) +
                         "”: " + placeOf(*nearest) + "."
                   : count;
}

}  // namespace ncf
