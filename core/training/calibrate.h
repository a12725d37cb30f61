#pragma once

#include "data/interaction_set.h"
#include "model/ncf_model.h"

#include <cstdint>

namespace ncf {

// Makes logits of the scores of a dot product that only ranks, such as that of implicit ALS: finds
// the slope and the offset with the least binary cross-entropy over training interactions and as
// many negatives for each (Platt, 1999), at most some hundred thousand of them, drawn from the
// seed. The slope goes into the items' factors, the offset into the output bias; no ranking
// changes. Leaves a model alone whose scores do not tell interactions from negatives.
void calibrate(NcfModel model, const InteractionSet& train, int negatives, std::uint64_t seed);

}  // namespace ncf
