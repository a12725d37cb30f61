#pragma once

#include "experiment/loaded_run.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace ncf {

enum class ModelFormat { TorchScript, Onnx };

// A model that was written and found to be the run's.
struct ModelExport {
    std::vector<std::filesystem::path> files;  // the model, the users' and the items' indices
    std::size_t pairs = 0;         // (user, item) whose scores were compared with the program's
    double largestDifference = 0;  // among them, relative to the score
};

// Writes the run's network for use without this program, and beside NAME.pt or NAME.onnx its id
// maps NAME.users.csv (index,id) and NAME.items.csv (index,id,title). It takes int64 indices
// `user` and `item`, both [batch], and gives what people read, float32 [batch]: probabilities 0..1,
// ratings, or, of a network trained by comparing items, the logits themselves. TorchScript: a
// module with the methods `forward` (that score) and `logits` (what ranks: where a probability
// saturates, logits still differ), for torch.jit.load. ONNX: a graph of opset 13 with the outputs
// `score` and `logit`, at most 2 GB.
//
// The written file is read back and must give the program's own scores, to 1e-5, for some hundred
// pairs before it gets its name; otherwise, and after any other error, nothing of it remains and
// what was there stays. Errors also: a run without a network, a file that would replace `project`,
// `stop`.
Result<ModelExport> exportModel(LoadedRun& run, ModelFormat format,
                                const std::filesystem::path& file,
                                const std::filesystem::path& project, std::stop_token stop = {});

// Compares the scores of such a model file with the program's, for the same pairs every time:
// `files` is that file. Errors: a file that cannot be read or whose scores differ.
Result<ModelExport> checkModel(LoadedRun& run, ModelFormat format,
                               const std::filesystem::path& file);

}  // namespace ncf
