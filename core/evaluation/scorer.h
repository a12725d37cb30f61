#pragma once

#include "data/dataset.h"

#include <span>

namespace ncf {

// Anything that can say how much a user would want an item: a trained model or a baseline. Higher
// is better; the scale is the implementation's own. Not for use from several threads at once.
class Scorer {
public:
    virtual ~Scorer() = default;

    // scores[i] for the pair (users[i], items[i]); the three have the same length.
    virtual void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                            std::span<float> scores) = 0;

    // Every item of the catalogue for each user: scores is users × items, row by row.
    virtual void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) = 0;
};

}  // namespace ncf
