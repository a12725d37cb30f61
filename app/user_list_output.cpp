#include "user_list_output.h"

#include "base/text.h"
#include "experiment/held_out_text.h"
#include "experiment/list_ranks.h"
#include "item_output.h"
#include "output.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string sentenceOf(const UserList& list) {
    return heldOutSentence(*list.heldOut, static_cast<int>(list.rows.size()));
}

Json placeJson(const HeldOutPlace& place, std::size_t listed) {
    Json json = {{"item", place.item.itemId},
                 {"title", place.item.info.title},
                 {"inList", static_cast<std::size_t>(place.item.rank) <= listed},
                 {"rank", place.item.rank},
                 {"unseen", place.unseen},
                 {"score", decimal(place.item.score)},
                 {"rating", isRated(place.rating) ? Json(decimal(place.rating)) : Json(nullptr)},
                 {"test", nullptr}};
    if (const auto& protocol = place.protocol) {
        json["test"] = {{"rank", protocol->rank},
                        {"candidates", protocol->candidates},
                        {"sampled", protocol->sampled},
                        {"cutoff", protocol->cutoff},
                        {"hit", protocol->hit}};
    }
    return json;
}

// With "recommendations" and, if it was asked for, "heldOut".
void addList(Json& json, const UserList& list, const std::optional<ListRanks>& other) {
    Json items = Json::array();
    for (const auto& row : list.shown) {
        Json entry = entryJson(row);
        if (other) {
            const int rank = other->of(row.item);
            entry["otherRank"] = rank == 0 ? Json(nullptr) : Json(rank);
        }
        items.push_back(std::move(entry));
    }
    json["recommendations"] = std::move(items);
    if (list.heldOut) {
        Json places = Json::array();
        for (const auto& place : *list.heldOut) {
            places.push_back(placeJson(place, list.rows.size()));
        }
        json["heldOut"] = {{"summary", sentenceOf(list)}, {"items", std::move(places)}};
    }
}

void printShown(const UserList& list, const std::optional<OtherColumn>& other) {
    if (list.shown.empty()) {
        note("Nothing in the list of run " + std::to_string(list.run.id) + " is of this kind.");
    } else {
        printEntries(list.shown, other);
    }
}

void printHeldOut(const UserList& list) {
    if (!list.heldOut) {
        return;
    }
    std::cout << '\n' << printable(sentenceOf(list)) << '\n';
    if (list.heldOut->size() > 1) {
        for (const auto& place : *list.heldOut) {
            std::cout << "  " << printable(heldOutLine(place)) << '\n';
        }
    }
}

void printOneOfTwo(const UserList& list, const UserList& other) {
    std::cout << printable("Run " + std::to_string(list.run.id) + " “" + list.run.name + "”:")
              << '\n';
    printShown(list, OtherColumn{"In run " + std::to_string(other.run.id), other.rows});
    printHeldOut(list);
    std::cout << '\n';
}

}  // namespace

Json userListJson(const std::string& user, const UserList& list) {
    Json json = {{"run", list.run.id}, {"user", user}};
    addList(json, list, {});
    return json;
}

void printUserList(const UserList& list) {
    printShown(list, {});
    printHeldOut(list);
}

Json comparedListsJson(const std::string& user, const UserList& list, const UserList& other) {
    const ListRanks ranks(list.rows);
    const ListRanks otherRanks(other.rows);
    Json json = {{"run", list.run.id}, {"user", user}};
    addList(json, list, otherRanks);
    Json second = {{"run", other.run.id}};
    addList(second, other, ranks);
    json["other"] = std::move(second);
    json["inBoth"] = otherRanks.shared(list.rows);
    json["listed"] = list.rows.size();
    return json;
}

void printComparedLists(const UserList& list, const UserList& other) {
    printOneOfTwo(list, other);
    printOneOfTwo(other, list);
    std::cout << ListRanks(other.rows).shared(list.rows) << " of " << list.rows.size()
              << " in both\n";
}

}  // namespace ncf::cli
