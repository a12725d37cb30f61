#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace ncf {

// A learning rate that a person set while a run was paused; the schedule goes on from it.
struct RateChange {
    double epochsDone = 0;  // when: 1.5 is the middle of the second epoch
    double rate = 0;

    bool operator==(const RateChange&) const = default;
};

// "1.5=0.0005,3.25=0.0001": in the order of time, each epoch and rate above 0; "" for none.
Result<std::vector<RateChange>> rateChangesFromText(const std::string& text);
// Back without loss.
std::string toText(const std::vector<RateChange>& changes);

}  // namespace ncf
