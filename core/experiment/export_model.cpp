#include "experiment/export_model.h"

#include "base/random.h"
#include "base/text.h"
#include "experiment/export_file.h"
#include "experiment/exported_model.h"
#include "experiment/id_maps.h"
#include "experiment/run_parts.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace ncf {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPairs = 512;
constexpr double kTolerance = 1e-5;
// Smaller scores are compared as if they were as large: near 0 one is a tiny difference of large
// numbers. Of the scale, or of a logit's usual size.
constexpr double kLeastShare = 0.01;
constexpr double kLeastLogit = 1;

struct Sample {
    std::vector<UserIndex> users;
    std::vector<ItemIndex> items;
};

// The ends of the tables and pairs in between, always the same.
Sample samplePairs(std::size_t users, std::size_t items) {
    Sample sample{{0, static_cast<UserIndex>(users) - 1}, {0, static_cast<ItemIndex>(items) - 1}};
    Random random(1);
    while (sample.users.size() < kPairs) {
        sample.users.push_back(
            static_cast<UserIndex>(random.below(static_cast<std::uint32_t>(users))));
        sample.items.push_back(
            static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items))));
    }
    return sample;
}

std::vector<float> programScores(LoadedRun& run, const Sample& sample) {
    std::vector<float> scores(sample.users.size());
    run.scorer().scorePairs(sample.users, sample.items, scores);
    for (float& score : scores) {
        score = run.readable(score);
    }
    return scores;
}

double leastScore(LoadedRun& run) {
    if (scoresOnlyRank(run.config())) {
        return kLeastLogit;
    }
    const auto scale = ratingScale(run.data().dataset, run.config());
    return kLeastShare * (scale ? static_cast<double>(scale->high - scale->low) : 1);
}

Result<double> largestDifference(const std::vector<float>& ours, const torch::Tensor& theirs,
                                 double least) {
    if (theirs.dim() != 1 || theirs.size(0) != static_cast<std::int64_t>(ours.size()) ||
        theirs.scalar_type() != torch::kFloat32) {
        return unlikeWritten("its scores have another shape");
    }
    const auto values = theirs.contiguous();
    const auto* const score = values.data_ptr<float>();
    double largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const auto a = static_cast<double>(ours[i]);
        const auto b = static_cast<double>(score[i]);
        const double difference = std::abs(a - b) / std::max({std::abs(a), std::abs(b), least});
        if (!(difference <= kTolerance)) {
            return unlikeWritten("a score is " + shortest(decimal(score[i])) + " instead of " +
                                 shortest(decimal(ours[i])));
        }
        largest = std::max(largest, difference);
    }
    return largest;
}

Status write(const Exported& exported, ModelFormat format, const fs::path& file) {
    return format == ModelFormat::Onnx ? writeOnnx(exported, file)
                                       : writeTorchScript(exported, file);
}

// NAME.pt → NAME.users.csv
fs::path beside(const fs::path& file, const char* extension) {
    auto name = file;
    return name.replace_extension(extension);
}

}  // namespace

Error notWritten() {
    return {ErrorKind::Storage, "The model could not be written: the disk has no room or failed.",
            "Free some space or choose another folder; nothing was changed."};
}

Error unlikeWritten(const std::string& what) {
    return {ErrorKind::Internal,
            "The written model does not compute what the program does (" + what +
                "), so it was not kept.",
            "Check the disk and export it again; if it happens again, report it."};
}

Result<ModelExport> checkModel(LoadedRun& run, ModelFormat format, const fs::path& file) {
    const auto sample = samplePairs(run.split().users, run.split().items);
    const auto indices = [](const std::vector<std::int32_t>& values) {
        return torch::tensor(values, torch::kInt32).to(torch::kInt64);
    };
    try {
        const auto scores =
            format == ModelFormat::Onnx
                ? scoresOfOnnx(file, indices(sample.users), indices(sample.items))
                : scoresOfTorchScript(file, indices(sample.users), indices(sample.items));
        if (!scores) {
            return scores.error();
        }
        const auto difference =
            largestDifference(programScores(run, sample), *scores, leastScore(run));
        return difference ? Result(ModelExport{{file}, kPairs, *difference}) : difference.error();
    } catch (const std::exception& exception) {
        const std::string text = exception.what();
        return unlikeWritten(text.substr(0, text.find('\n')));
    }
}

Result<ModelExport> exportModel(LoadedRun& run, ModelFormat format, const fs::path& file,
                                const fs::path& project, std::stop_token stop) {
    if (!run.config().hasNetwork()) {
        return Error{ErrorKind::BadInput,
                     "“" + run.record().name + "” has no network that could be exported.",
                     "Export its recommendations, or choose another run."};
    }
    const Exported exported{*run.model(), ratingScale(run.data().dataset, run.config()),
                            scoresOnlyRank(run.config())};
    const std::vector<fs::path> paths = {file, beside(file, ".users.csv"),
                                         beside(file, ".items.csv")};
    std::vector<AtomicFile> files;
    for (const auto& path : paths) {
        auto out = createExport(path, project);
        if (!out) {
            return out.error();
        }
        files.push_back(std::move(*out));
    }
    try {
        if (auto status = write(exported, format, files[0].temporary()); !status) {
            return status.error();
        }
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    auto done = checkModel(run, format, files[0].temporary());
    if (!done) {
        return done;
    }
    if (auto status = writeUserMap(run.data(), files[1]); !status) {
        return status.error();
    }
    if (auto status = writeItemMap(run.data(), files[2]); !status) {
        return status.error();
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    // The maps first: where the model is, they are.
    for (auto out = files.rbegin(); out != files.rend(); ++out) {
        if (auto status = out->finish(); !status) {
            return status.error();
        }
    }
    done->files = paths;
    return done;
}

}  // namespace ncf
