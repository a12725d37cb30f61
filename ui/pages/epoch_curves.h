#pragma once

#include "evaluation/epoch_record.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ncf {

// Whether these are a baseline's: one epoch, in which nothing was learnt.
inline bool ofBaseline(const std::vector<EpochRecord>& epochs) {
    return epochs.size() == 1 && std::isnan(epochs.front().trainLoss);
}

// As a chart draws them over `last` epochs: a baseline's one result is a level along all of them
// (and along two at least, to be a line), which the others reach or not.
inline std::vector<EpochRecord> drawnEpochs(std::vector<EpochRecord> epochs, std::size_t last) {
    if (ofBaseline(epochs)) {
        epochs.push_back(epochs.front());
        epochs.back().epoch = static_cast<int>(std::max<std::size_t>(2, last));
    }
    return epochs;
}

}  // namespace ncf
