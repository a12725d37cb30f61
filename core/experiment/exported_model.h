#pragma once

#include "base/result.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"

#include <torch/torch.h>

#include <filesystem>
#include <optional>

namespace ncf {

// What both formats of an exported model share: written to a file, read from one.

// A network and how its logits become what people read.
struct Exported {
    NcfModel model{nullptr};           // on the CPU
    std::optional<RatingScale> scale;  // nullopt: probabilities …
    bool onlyRanks = false;            // … or, as scoresOnlyRank() has it, the logits themselves
};

// Errors: the disk, a model too large for the format. They throw what LibTorch throws.
Status writeTorchScript(const Exported& exported, const std::filesystem::path& file);
Status writeOnnx(const Exported& exported, const std::filesystem::path& file);

// Scores of a written file for int64 [n] users and items: float [n]. An error, or an exception of
// those libraries, if the file is not what was written.
Result<torch::Tensor> scoresOfTorchScript(const std::filesystem::path& file,
                                          const torch::Tensor& users, const torch::Tensor& items);
Result<torch::Tensor> scoresOfOnnx(const std::filesystem::path& file, const torch::Tensor& users,
                                   const torch::Tensor& items);

// That a file could not be written: "the disk has no room for it or failed".
Error notWritten();
// What is wrong with a written file, e.g. "it has no output “score”".
Error unlikeWritten(const std::string& what);

}  // namespace ncf
