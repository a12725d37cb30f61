#pragma once

#include "data/split.h"
#include "model/model_config.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace ncf::bench {

// What the benchmark works on.
struct Workload {
    std::string name;
    Split split;
};

// MovieLens-1M in the NCF paper's split where `folder` has its files, otherwise made-up data of the
// same size.
Workload movieLens1M(const std::filesystem::path& folder);

// Made-up implicit feedback: items fall off in popularity as 1 / rank, users have about equally
// many interactions, one of them held out against 99 negatives.
Workload madeUp(std::size_t users, std::size_t items, std::size_t interactions,
                std::uint64_t seed = 1);

// The paper's shapes: embeddings of factors · 2^(layers − 1) a side, then `layers` dense layers
// that halve the width each, the last `factors` wide. The PyTorch program that the benchmark runs
// beside this one builds the same.
enum class Shape { Gmf, Mlp, NeuMf };
ModelConfig paperShape(Shape shape, int factors, int layers);

}  // namespace ncf::bench
