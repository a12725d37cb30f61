#pragma once

#include "experiment/explain.h"

#include <span>
#include <string>

namespace ncf {

// An item's title, or its id where it has none.
std::string displayName(const RecommendationRow& item);

// The explanation in two or three sentences: the items that carry the recommendation, `named`, its
// place now and without them, `placeWithout`, and whether it is popular anyway.
std::string explanationText(const Explanation& explanation,
                            std::span<const RecommendationRow> named, int placeWithout);

}  // namespace ncf
