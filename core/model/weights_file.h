#pragma once

#include "base/result.h"
#include "model/ncf_model.h"

#include <string>

namespace ncf {

// A model's parameters as bytes in the safetensors format: the header's length (8 bytes, little
// endian), a JSON header with name, type, shape and place of each tensor, then the raw float32
// values. Unlike a pickle it holds data and nothing that could run.
std::string weightsToBytes(const NcfModel& model);

// Fills the model from such bytes. Every parameter must be there with the model's own shape;
// anything else is an error and leaves the model as it was.
Status weightsFromBytes(const std::string& bytes, NcfModel& model);

}  // namespace ncf
