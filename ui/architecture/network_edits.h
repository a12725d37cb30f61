#pragma once

#include "model/network_parts.h"

namespace ncf {

// What a person does to a network, as functions from one configuration to the next.

// The user's and the item's GMF embedding are multiplied number by number: they change together.
ModelConfig withWidth(ModelConfig config, NetworkPart part, int width);
// A new dense layer that will be number `at`, half as wide as what is below it. At most kMaxLayers.
ModelConfig withLayer(ModelConfig config, std::size_t at);
// Keeps at least one.
ModelConfig withoutLayer(ModelConfig config, std::size_t at);
ModelConfig withLayerMoved(ModelConfig config, std::size_t from, std::size_t to);
// At least one branch stays on. An MLP branch gets a layer if it has none.
ModelConfig withBranches(ModelConfig config, bool gmf, bool mlp);

// The next power of two above or below, within 1 to `most`.
int doubled(int width, int most);
int halved(int width, int most);
// The width for that many doublings of 1: the nearest power of two, or any number.
int widthFor(double doublings, bool any, int most);

}  // namespace ncf
