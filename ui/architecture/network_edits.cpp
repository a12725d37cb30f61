#include "architecture/network_edits.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

std::vector<int>::iterator layerAt(ModelConfig& config, std::size_t at) {
    return config.tower.begin() + static_cast<std::ptrdiff_t>(at);
}

}  // namespace

ModelConfig withWidth(ModelConfig config, NetworkPart part, int width) {
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::GmfItem:
            config.gmfFactors = width;
            break;
        case Kind::MlpUser:
            config.mlpUserDim = width;
            break;
        case Kind::MlpItem:
            config.mlpItemDim = width;
            break;
        case Kind::Dense:
            config.tower[part.layer] = width;
            break;
        default:
            break;
    }
    return config;
}

ModelConfig withLayer(ModelConfig config, std::size_t at) {
    if (config.tower.size() < ModelConfig::kMaxLayers) {
        const int below = widthBelow(config, {Kind::Dense, at});
        config.tower.insert(layerAt(config, at), std::max(1, below / 2));
    }
    return config;
}

ModelConfig withoutLayer(ModelConfig config, std::size_t at) {
    if (config.tower.size() > 1) {
        config.tower.erase(layerAt(config, at));
    }
    return config;
}

ModelConfig withLayerMoved(ModelConfig config, std::size_t from, std::size_t to) {
    const int width = config.tower[from];
    config.tower.erase(layerAt(config, from));
    config.tower.insert(layerAt(config, to), width);
    return config;
}

ModelConfig withBranches(ModelConfig config, bool gmf, bool mlp) {
    if (gmf || mlp) {
        config.gmf = gmf;
        config.mlp = mlp;
        if (mlp && config.tower.empty()) {
            config = withLayer(config, 0);
        }
    }
    return config;
}

int doubled(int width, int most) {
    const auto above = std::bit_floor(static_cast<unsigned>(std::clamp(width, 1, most))) * 2;
    return width < 1 ? 1 : std::min(static_cast<int>(above), most);
}

int halved(int width, int most) {
    const auto below = std::bit_ceil(static_cast<unsigned>(std::clamp(width, 1, most))) / 2;
    return width > most ? most : std::max(1, static_cast<int>(below));
}

int widthFor(double doublings, bool any, int most) {
    const double width = std::exp2(any ? doublings : std::round(doublings));
    return static_cast<int>(std::lround(std::clamp(width, 1.0, static_cast<double>(most))));
}

}  // namespace ncf
