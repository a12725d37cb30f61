#include "model/network_parts.h"

#include "base/text.h"

#include <algorithm>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

// What the output layer weighs.
int features(const ModelConfig& config) {
    const int top = config.tower.empty() ? 0 : config.tower.back();
    return (config.gmf ? config.gmfFactors : 0) + (config.mlp ? top : 0);
}

std::string nameOf(NetworkPart part) {
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::GmfItem:
            return "number of GMF factors";
        case Kind::Dense:
            return "width of layer " + std::to_string(part.layer + 1);
        default:
            return "MLP embedding size";
    }
}

}  // namespace

std::vector<NetworkPart> networkParts(const ModelConfig& config) {
    std::vector<NetworkPart> parts = {{Kind::UserId}, {Kind::ItemId}};
    if (config.gmf) {
        parts.insert(parts.end(), {{Kind::GmfUser}, {Kind::GmfItem}});
    }
    if (config.mlp) {
        parts.insert(parts.end(), {{Kind::MlpUser}, {Kind::MlpItem}});
    }
    if (config.gmf) {
        parts.push_back({Kind::Product});
    }
    if (config.mlp) {
        parts.push_back({Kind::Concatenation});
        for (std::size_t layer = 0; layer < config.tower.size(); ++layer) {
            parts.push_back({Kind::Dense, layer});
        }
    }
    parts.insert(parts.end(), {{Kind::Output}, {Kind::Score}});
    return parts;
}

int widthBelow(const ModelConfig& config, NetworkPart part) {
    switch (part.kind) {
        case Kind::Product:
            return config.gmfFactors;
        case Kind::Concatenation:
            return config.mlpUserDim + config.mlpItemDim;
        case Kind::Dense:
            return part.layer > 0 ? config.tower[part.layer - 1]
                                  : config.mlpUserDim + config.mlpItemDim;
        case Kind::Output:
            return features(config);
        default:
            return 1;
    }
}

int widthOf(const ModelConfig& config, NetworkPart part) {
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::GmfItem:
        case Kind::Product:
            return config.gmfFactors;
        case Kind::MlpUser:
            return config.mlpUserDim;
        case Kind::MlpItem:
            return config.mlpItemDim;
        case Kind::Concatenation:
            return config.mlpUserDim + config.mlpItemDim;
        case Kind::Dense:
            return config.tower[part.layer];
        default:
            return 1;
    }
}

int mostWidth(NetworkPart part) {
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::GmfItem:
        case Kind::MlpUser:
        case Kind::MlpItem:
            return ModelConfig::kMaxEmbedding;
        case Kind::Dense:
            return ModelConfig::kMaxLayerWidth;
        default:
            return 0;
    }
}

std::uint64_t parametersOf(const ModelConfig& config, NetworkPart part, std::uint64_t users,
                           std::uint64_t items) {
    const auto below = static_cast<std::uint64_t>(std::max(0, widthBelow(config, part)));
    const auto width = static_cast<std::uint64_t>(std::max(0, widthOf(config, part)));
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::MlpUser:
            return users * width;
        case Kind::GmfItem:
        case Kind::MlpItem:
            return items * width;
        case Kind::Dense:
        case Kind::Output:
            return (below + 1) * width;
        default:
            return 0;
    }
}

std::vector<PartProblem> partProblems(const ModelConfig& config) {
    std::vector<PartProblem> problems;
    for (const auto part : networkParts(config)) {
        const int width = widthOf(config, part);
        const int most = mostWidth(part);
        if (most > 0 && (width < 1 || width > most)) {
            problems.push_back({part,
                                {ErrorKind::BadInput,
                                 "The " + nameOf(part) + " must be 1 to " +
                                     withThousands(static_cast<std::uint64_t>(most)) + ", not " +
                                     std::to_string(width) + ".",
                                 "Powers of two from 8 to 256 are usual."}});
        }
    }
    return problems;
}

}  // namespace ncf
