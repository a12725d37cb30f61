#include "model/model_cost.h"

#include "model/gmf_columns.h"
#include "model/network_parts.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kBytes = sizeof(float);

// Forward, and backward with respect to the weights and to what came in: two operations each.
constexpr double kPerWeight = 6;

// As many operations of a matrix product as take the time of the following, found by training
// eleven shapes; between them, whose times differ fiftyfold, the estimate is right within a third.
constexpr double kPerElement = 36;   // one number's way through the element-wise loops and back
constexpr double kPerMove = 60;      // Adam's move of one number
constexpr double kPerSample = 8000;  // drawing a sample, finding its rows, and its loss

// How many different rows of a table `draws` random draws are expected to touch.
double differentRows(double draws, std::uint64_t rows) {
    const auto n = static_cast<double>(rows);
    return n > 1 ? n * -std::expm1(draws * std::log1p(-1 / n)) : std::min(draws, n);
}

// One side, users or items, of a batch.
struct Side {
    double rows = 0;  // different ones in the batch
    double gmf = 0;   // widths of its embeddings, 0 where the branch is off
    double mlp = 0;
};

}  // namespace

ModelCost modelCost(const ModelConfig& config, const Workload& load) {
    ModelCost cost;
    cost.parameters = parameterCount(config, load.users, load.items);
    const double batch = std::max(1, load.batchSize);
    const auto gmf = static_cast<double>(gmfWidth(config));
    const double first = config.mlp && !config.tower.empty() ? config.tower.front() : 0;
    const Side sides[] = {
        {differentRows(batch / std::max(1, load.samplesPerUser), load.users), gmf,
         config.mlp ? config.mlpUserDim : 0.0},
        {differentRows(batch, load.items), gmf, config.mlp ? config.mlpItemDim : 0.0}};

    double operations = kPerSample * batch + kPerElement * gmf * batch;
    double buffered = batch;  // one logit per sample
    for (const auto& side : sides) {
        // The first layer's share of a user or an item is computed once for all its samples.
        operations += side.rows * (kPerWeight * side.mlp * first + kPerElement * first +
                                   kPerMove * (side.gmf + side.mlp));
        buffered += 2 * side.rows * (side.gmf + side.mlp + first);
    }
    double dense = 0;
    for (const auto part : networkParts(config)) {
        if (part.kind != NetworkPart::Kind::Dense && part.kind != NetworkPart::Kind::Output) {
            continue;
        }
        const double width = widthOf(config, part);
        dense += static_cast<double>(parametersOf(config, part, 0, 0));
        if (part.kind == NetworkPart::Kind::Dense) {
            operations += kPerElement * width * batch;
            buffered += (config.dropout > 0 ? 3 : 2) * width * batch;
        }
        if (part.layer > 0 || part.kind == NetworkPart::Kind::Output) {
            operations += kPerWeight * widthBelow(config, part) * width * batch;
        }
    }
    operations += kPerMove * dense;
    buffered += dense;  // their gradient
    const double copies = 3.0 + (load.averaged ? 1 : 0);
    cost.trainingBytes = static_cast<std::uint64_t>(
        kBytes * (copies * static_cast<double>(cost.parameters) + buffered));
    cost.operationsPerSample = operations / batch;
    return cost;
}

}  // namespace ncf
