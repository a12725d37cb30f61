#pragma once

#include "base/result.h"
#include "model/ncf_model.h"
#include "model/tensor_file.h"

#include <string>

namespace ncf {

// The model's parameters by name; they share its memory.
NamedTensors weightsOf(const NcfModel& model);

// Copies each source into the target of its name. All must be there with the target's type and
// shape; anything else is an error and changes nothing.
Status copyInto(const NamedTensors& targets, const NamedTensors& sources);

// A model's parameters as the bytes of a tensor file.
std::string weightsToBytes(const NcfModel& model);

// Fills the model from such bytes. Every parameter must be there with the model's own shape;
// anything else is an error and leaves the model as it was.
Status weightsFromBytes(const std::string& bytes, NcfModel& model);

}  // namespace ncf
