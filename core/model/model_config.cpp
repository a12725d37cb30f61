#include "model/model_config.h"

#include "model/network_parts.h"

namespace ncf {

namespace {

Status bad(std::string what, std::string remedy) {
    return Error{ErrorKind::BadInput, std::move(what), std::move(remedy)};
}

}  // namespace

Status ModelConfig::validate() const {
    if (!gmf && !mlp) {
        return bad("Both branches are switched off.", "Switch on GMF, MLP or both.");
    }
    if (mlp && (tower.empty() || tower.size() > kMaxLayers)) {
        return bad("The tower must have 1 to 16 layers.", "Three or four are usual.");
    }
    if (const auto problems = partProblems(*this); !problems.empty()) {
        return problems.front().error;
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
    for (const auto part : networkParts(config)) {
        count += parametersOf(config, part, users, items);
    }
    return count;
}

}  // namespace ncf
