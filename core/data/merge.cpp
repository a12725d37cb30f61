#include "data/merge.h"

#include <algorithm>

namespace ncf {

namespace {

std::vector<std::int32_t> insertAll(const IdMap& from, IdMap& into) {
    std::vector<std::int32_t> indices;
    indices.reserve(from.size());
    for (const auto& id : from.ids()) {
        indices.push_back(into.insert(id));
    }
    return indices;
}

}  // namespace

Dataset merged(const Dataset& base, const Dataset& added, RepeatedPairs repeated) {
    IdMap users = base.users();
    IdMap items = base.items();
    const auto userOf = insertAll(added.users(), users);
    const auto itemOf = insertAll(added.items(), items);
    std::vector<Interaction> rows;
    rows.reserve(base.interactionCount() + added.interactionCount());
    for (std::size_t at = 0; at < base.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        for (std::size_t i = 0; i < base.itemsOf(user).size(); ++i) {
            rows.push_back(
                {user, base.itemsOf(user)[i], base.ratingsOf(user)[i], base.timestampsOf(user)[i]});
        }
    }
    // Among themselves the rows of a user stand in the order of time and then of the file already,
    // and those of a pair have been made one: what is left is to do both between old and new.
    for (std::size_t at = 0; at < added.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        for (std::size_t i = 0; i < added.itemsOf(user).size(); ++i) {
            Interaction row{userOf[at], itemOf[static_cast<std::size_t>(added.itemsOf(user)[i])]};
            if (base.hasRatings()) {
                row.rating = added.hasRatings() ? added.ratingsOf(user)[i] : kUnrated;
            }
            if (base.hasTimestamps()) {
                row.timestamp = added.hasTimestamps() ? added.timestampsOf(user)[i] : kNoTime;
            }
            rows.push_back(row);
        }
    }
    return {std::move(users), std::move(items), std::move(rows), base.columns(), repeated};
}

ItemCatalogue merged(const ItemCatalogue& base, const ItemCatalogue& added) {
    ItemCatalogue result = base;
    result.items.resize(added.items.size());
    std::vector<std::size_t> place;  // of a property of `added`
    for (const auto& name : added.propertyNames) {
        auto& names = result.propertyNames;
        const auto found = std::find(names.begin(), names.end(), name);
        place.push_back(static_cast<std::size_t>(found - names.begin()));
        if (found == names.end()) {
            names.push_back(name);
        }
    }
    for (std::size_t item = 0; item < added.items.size(); ++item) {
        ItemInfo& info = result.items[item];
        if (!info.title.empty()) {
            continue;
        }
        const ItemInfo& from = added.items[item];
        info.title = from.title;
        info.year = from.year;
        info.genres = from.genres;
        info.properties.clear();
        if (!from.properties.empty()) {
            info.properties.resize(result.propertyNames.size());
            for (std::size_t i = 0; i < std::min(place.size(), from.properties.size()); ++i) {
                info.properties[place[i]] = from.properties[i];
            }
        }
    }
    // Parallel to the names, of which there may be more now.
    for (auto& info : result.items) {
        if (!info.properties.empty()) {
            info.properties.resize(result.propertyNames.size());
        }
    }
    return result;
}

}  // namespace ncf
