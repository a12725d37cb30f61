#pragma once

#include "model/ncf_model.h"
#include "model/weights_file.h"

namespace ncf {

// Lets a model with its initial weights start from trained ones of the same shape that know the
// first of its users and items, or all of them: it takes over the dense layers and the rows of the
// embeddings that are there. The rows of users and items beyond stay as they are. Errors, which
// change nothing: a table or layer is missing or has another width; more users or items than the
// model has.
Status startFrom(NcfModel& model, const NamedTensors& trained);

}  // namespace ncf
