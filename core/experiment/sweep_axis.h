#pragma once

#include "base/random.h"
#include "experiment/sweep_plan.h"

#include <string>
#include <vector>

namespace ncf {

// The different values that a grid takes from a valid axis.
std::vector<std::string> gridValues(const SweepAxis& axis);

// One value of a valid axis at random: each of a list alike, a range evenly over its numbers or,
// where it is logarithmic, over their logarithms.
std::string drawValue(const SweepAxis& axis, Random& random);

}  // namespace ncf
