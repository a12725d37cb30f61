#pragma once

#include "experiment/held_out.h"
#include "store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ncf::cli {

// What a run recommends to a user, for `ncf recommend`.
struct UserList {
    RunRecord run;
    std::vector<RecommendationRow> rows;   // the whole stored list
    std::vector<RecommendationRow> shown;  // what of it was asked for
    std::optional<std::vector<HeldOutPlace>> heldOut;
};

nlohmann::ordered_json userListJson(const std::string& user, const UserList& list);
void printUserList(const UserList& list);

// Two of one user, with where each item stands in the other; how many items of the first are in
// both concerns the whole lists.
nlohmann::ordered_json comparedListsJson(const std::string& user, const UserList& list,
                                         const UserList& other);
void printComparedLists(const UserList& list, const UserList& other);

}  // namespace ncf::cli
