#include "experiment/baseline.h"

#include "evaluation/item_neighbours.h"
#include "evaluation/popularity.h"

#include <utility>

namespace ncf {

Result<std::unique_ptr<Scorer>> makeBaseline(const ExperimentConfig& config, const Split& split,
                                             const ProgressCallback& progress,
                                             std::stop_token stop) {
    switch (config.method) {
        case Method::Popularity:
            return std::unique_ptr<Scorer>(
                std::make_unique<PopularityScorer>(split.train, split.items));
        case Method::ItemNeighbours: {
            auto made = ItemNeighboursScorer::make(split.train, split.items, config.itemNeighbours,
                                                   progress, std::move(stop));
            if (!made) {
                return made.error();
            }
            return std::unique_ptr<Scorer>(std::move(*made));
        }
        case Method::Neural:
        case Method::ImplicitAls:
            break;
    }
    return Error{ErrorKind::Internal, "What is trained is no baseline.", ""};
}

}  // namespace ncf
