#pragma once

#include "experiment/loaded_run.h"
#include "recommendation/vectors.h"

namespace ncf {

// What the run learnt of each item or user: the embeddings of its network's branches side by side,
// [count, gmf + mlp], each branch divided by the root mean square of its table, so that both weigh
// alike in a distance or a cosine; or the vectors of implicit ALS, divided in the same way. A bias
// is no part of them: it says how liked an item is, not what it is like. An error for a baseline.
Result<Vectors> itemEmbeddings(const LoadedRun& run);
Result<Vectors> userEmbeddings(const LoadedRun& run);

}  // namespace ncf
