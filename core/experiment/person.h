#pragma once

#include "experiment/loaded_run.h"
#include "recommendation/fold_in.h"

#include <span>
#include <vector>

namespace ncf {

// What the questions about a single person share.

// An error for a run without a network: there is nothing to fit a person to.
Status needNetwork(const LoadedRun& run);

// The user's training history as the run learnt from it, in the order of time. Errors: no such
// user, a user without training history.
Result<std::vector<Pick>> trainingPicks(const LoadedRun& run, UserIndex user);

// The user as the network was trained.
PersonEmbedding trainedPerson(const LoadedRun& run, UserIndex user);

// The picks that are not of these items.
std::vector<Pick> picksWithout(std::span<const Pick> picks, std::span<const ItemIndex> removed);

// Ascending.
std::vector<ItemIndex> itemsOf(std::span<const Pick> picks);

// Where an item with this score stands, from 1, among all but the known items (ascending); equal
// scores stand in the order of their index.
int placeOf(std::span<const float> scores, std::span<const ItemIndex> known, ItemIndex item);

}  // namespace ncf
