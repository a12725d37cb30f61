#pragma once

#include "model/network_parts.h"
#include "training/layer_health.h"

#include <QString>

#include <cstdint>

namespace ncf {

// What the diagram says of a part of the network.

// "Layer 2", "GMF embedding of the user".
QString partName(NetworkPart part);
// On its bar: "32", "product of 8".
QString partLabel(const ModelConfig& config, NetworkPart part);
// Shape, parameters and their share of all: "Layer 2: 32 → 16 …". For so many users and items.
QString partDescription(const ModelConfig& config, NetworkPart part, std::uint64_t users,
                        std::uint64_t items);
// How a dense layer fares: "Gradient 0.0032 …".
QString healthDescription(const LayerHealth& health);

}  // namespace ncf
