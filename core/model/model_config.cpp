#include "model/model_config.h"

#include "base/text.h"

namespace ncf {

namespace {

constexpr int kMaxEmbedding = 4096;
constexpr int kMaxLayerWidth = 8192;
constexpr std::size_t kMaxLayers = 16;

Status bad(std::string what, std::string remedy) {
    return Error{ErrorKind::BadInput, std::move(what), std::move(remedy)};
}

Status checkWidth(int width, int most, const std::string& name) {
    if (width < 1 || width > most) {
        return bad("The " + name + " must be 1 to " +
                       withThousands(static_cast<std::uint64_t>(most)) + ", not " +
                       std::to_string(width) + ".",
                   "Powers of two from 8 to 256 are usual.");
    }
    return {};
}

}  // namespace

Status ModelConfig::validate() const {
    if (!gmf && !mlp) {
        return bad("Both branches are switched off.", "Switch on GMF, MLP or both.");
    }
    if (gmf) {
        if (auto status = checkWidth(gmfFactors, kMaxEmbedding, "number of GMF factors"); !status) {
            return status;
        }
    }
    if (mlp) {
        for (const int width : {mlpUserDim, mlpItemDim}) {
            if (auto status = checkWidth(width, kMaxEmbedding, "MLP embedding size"); !status) {
                return status;
            }
        }
        if (tower.empty() || tower.size() > kMaxLayers) {
            return bad("The tower must have 1 to 16 layers.", "Three or four are usual.");
        }
        for (const int width : tower) {
            if (auto status = checkWidth(width, kMaxLayerWidth, "width of a layer"); !status) {
                return status;
            }
        }
    }
    if (!(dropout >= 0 && dropout <= 0.95)) {
        return bad("The dropout must be 0 to 0.95.", "0 to 0.3 is usual.");
    }
    if (!(embeddingStd > 0 && embeddingStd <= 10)) {
        return bad("The spread of the initial embeddings must be above 0 and at most 10.",
                   "0.01 is usual.");
    }
    return {};
}

std::string modelName(const ModelConfig& config) {
    return config.gmf && config.mlp ? "NeuMF" : config.gmf ? "GMF" : "MLP";
}

std::uint64_t parameterCount(const ModelConfig& config, std::uint64_t users, std::uint64_t items) {
    std::uint64_t count = 0;
    std::uint64_t features = 0;
    if (config.gmf) {
        const auto factors = static_cast<std::uint64_t>(config.gmfFactors);
        count += (users + items) * factors;
        features += factors;
    }
    if (config.mlp) {
        const auto userDim = static_cast<std::uint64_t>(config.mlpUserDim);
        const auto itemDim = static_cast<std::uint64_t>(config.mlpItemDim);
        count += users * userDim + items * itemDim;
        std::uint64_t below = userDim + itemDim;
        for (const int width : config.tower) {
            const auto above = static_cast<std::uint64_t>(width);
            count += (below + 1) * above;
            below = above;
        }
        features += below;
    }
    return count + features + 1;
}

}  // namespace ncf
