#pragma once

#include <cstddef>
#include <functional>

namespace ncf {

// Calls work(from, to) for consecutive ranges of [0, count), one for each of the machine's threads
// and at least `least` long, side by side, and returns when all are done. An exception of one of
// them is thrown on.
void inRanges(std::size_t count, std::size_t least,
              const std::function<void(std::size_t from, std::size_t to)>& work);

}  // namespace ncf
