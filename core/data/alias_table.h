#pragma once

#include "base/random.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// Draws numbers 0 … n − 1 in proportion to weights, in constant time (Walker, 1977, with the
// construction of Vose, 1991): n columns of the same width, each divided between its own number and
// one other, its alias. Chances are exact to 2^−32 of a column.
class AliasTable {
public:
    // At least one weight, at most 2^32 − 1; all above 0.
    explicit AliasTable(std::span<const double> weights);

    std::uint32_t draw(Random& random) const {
        const std::uint32_t at = random.below(static_cast<std::uint32_t>(columns_.size()));
        return random.next() >> 32 < columns_[at].own ? at : columns_[at].alias;
    }

private:
    struct Column {
        std::uint32_t own = 0;  // the column's own share, in 2^−32
        std::uint32_t alias = 0;
    };
    std::vector<Column> columns_;
};

}  // namespace ncf
