#pragma once

#include "base/result.h"

#include <torch/torch.h>

#include <map>
#include <string>

namespace ncf {

using NamedTensors = std::map<std::string, torch::Tensor>;

// Tensors of float32, int64 or uint8 with their names, and words beside them.
struct TensorFile {
    NamedTensors tensors;
    std::map<std::string, std::string> words;
};

// As bytes in the safetensors format: the header's length (8 bytes, little endian), a JSON header
// with name, type, shape and place of each tensor and the words as its "__metadata__", then the raw
// values. Unlike a pickle it holds data and nothing that could run.
std::string toBytes(const TensorFile& file);

// Every tensor's place and size is checked; what is wrong is told by the error. The tensors are
// copies on the CPU.
Result<TensorFile> tensorFileFromBytes(const std::string& bytes);

}  // namespace ncf
