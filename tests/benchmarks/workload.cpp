#include "workload.h"

#include "base/random.h"
#include "data/supplied_split.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <unordered_set>

namespace ncf::bench {

namespace {

Split splitOf(const Dataset& dataset, SplitKind kind) {
    SplitConfig config;
    config.kind = kind;
    auto split = makeSplit(dataset, config, false, 42);
    if (!split) {
        throw std::runtime_error(split.error().message());
    }
    return std::move(*split);
}

}  // namespace

Workload movieLens1M(const std::filesystem::path& folder) {
    const auto files = suppliedSplitFiles(folder / "ml-1m.train.rating");
    if (files && std::filesystem::exists(files->train)) {
        const auto file = readSuppliedSplit(*files);
        if (!file) {
            throw std::runtime_error(file.error().message());
        }
        return {"MovieLens-1M, the paper's split", splitOf(file->dataset, SplitKind::Supplied)};
    }
    std::printf("%s has no ml-1m.train.rating: working on made-up data of its size.\n",
                folder.c_str());
    return madeUp(6040, 3706, 1000209);
}

Workload madeUp(std::size_t users, std::size_t items, std::size_t interactions,
                std::uint64_t seed) {
    Random random(seed);
    IdMap userIds;
    IdMap itemIds;
    for (std::size_t item = 0; item < items; ++item) {
        itemIds.insert(std::to_string(item));
    }
    std::vector<Interaction> rows;
    rows.reserve(interactions);
    const double logItems = std::log(static_cast<double>(items) + 1);
    std::unordered_set<ItemIndex> seen;
    for (std::size_t user = 0; user < users; ++user) {
        const auto index = userIds.insert(std::to_string(user));
        const std::size_t wanted =
            std::min(items / 2, interactions * (user + 1) / users - interactions * user / users);
        seen.clear();
        while (seen.size() < wanted) {
            // Inverse of the distribution function of 1 / rank.
            const auto item = static_cast<ItemIndex>(std::exp(random.uniform() * logItems) - 1);
            if (seen.insert(item).second) {
                rows.push_back({index, item, 1, 0});
            }
        }
    }
    const Dataset dataset(std::move(userIds), std::move(itemIds), std::move(rows), {});
    return {"made-up data", splitOf(dataset, SplitKind::LeaveOneOut)};
}

ModelConfig paperShape(Shape shape, int factors, int layers) {
    ModelConfig config;
    config.gmf = shape != Shape::Mlp;
    config.mlp = shape != Shape::Gmf;
    config.gmfFactors = factors;
    config.mlpUserDim = config.mlpItemDim = factors << (layers - 1);
    config.tower.clear();
    for (int layer = layers - 1; layer >= 0; --layer) {
        config.tower.push_back(factors << layer);
    }
    return config;
}

}  // namespace ncf::bench
