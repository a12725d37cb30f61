#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ncf {

// One vector of floats for each item or each user, row by row: [count, width].
struct Vectors {
    std::size_t count = 0;
    std::size_t width = 0;
    std::vector<float> values;

    std::span<const float> row(std::size_t index) const {
        return std::span<const float>(values).subspan(index * width, width);
    }
    std::span<float> row(std::size_t index) {
        return std::span<float>(values).subspan(index * width, width);
    }
};

}  // namespace ncf
