#pragma once

#include "base/random.h"
#include "recommendation/vectors.h"

#include <vector>

namespace ncf::test {

inline void append(Vectors& vectors, const std::vector<float>& row) {
    vectors.width = row.size();
    vectors.values.insert(vectors.values.end(), row.begin(), row.end());
    ++vectors.count;
}

// Groups of rows around far corners of a space: group i is rows i · perGroup and on.
inline Vectors blobs(std::size_t groups, std::size_t perGroup, std::size_t width,
                     double spread = 0.1) {
    Random random(3);
    Vectors vectors;
    for (std::size_t group = 0; group < groups; ++group) {
        for (std::size_t i = 0; i < perGroup; ++i) {
            std::vector<float> row(width);
            for (std::size_t at = 0; at < width; ++at) {
                row[at] =
                    static_cast<float>((at % groups == group ? 1 : 0) + spread * random.normal());
            }
            append(vectors, row);
        }
    }
    return vectors;
}

}  // namespace ncf::test
