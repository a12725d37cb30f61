#pragma once

#include "data/interaction_set.h"
#include "evaluation/scorer.h"

#include <vector>

namespace ncf {

// The baseline every model has to beat: the same list for everybody, most training interactions
// first (ItemPop in He et al., 2017).
class PopularityScorer : public Scorer {
public:
    PopularityScorer(const InteractionSet& train, std::size_t items);

    void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                    std::span<float> scores) override;
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override;

private:
    std::vector<float> count_;
};

}  // namespace ncf
