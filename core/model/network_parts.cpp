#include "model/network_parts.h"

#include "base/text.h"
#include "model/gmf_columns.h"

#include <algorithm>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

// What the tower hands on to the output layer.
int towerWidth(const ModelConfig& config) {
    return config.mlp && !config.tower.empty() ? config.tower.back() : 0;
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
            return (config.gmf ? config.gmfFactors : 0) + towerWidth(config);
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
    const auto number = [](std::int64_t width) {
        return static_cast<std::uint64_t>(std::max<std::int64_t>(0, width));
    };
    const auto width = number(widthOf(config, part));
    switch (part.kind) {
        case Kind::GmfUser:
            return users * number(learntUserColumns(config).count);
        case Kind::MlpUser:
            return users * width;
        case Kind::GmfItem:
            return items * number(learntItemColumns(config).count);
        case Kind::MlpItem:
            return items * width;
        case Kind::Dense:
            return (number(widthBelow(config, part)) + 1) * width;
        case Kind::Output:
            return number(learntGmfWeights(config).count) + number(towerWidth(config)) + 1;
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
