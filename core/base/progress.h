#pragma once

#include <cstdint>
#include <functional>

namespace ncf {

// Told from the thread that does the work, at most some hundred times per piece of work; `total` is
// 0 while it is not known. The callee returns quickly.
using ProgressCallback = std::function<void(std::uint64_t done, std::uint64_t total)>;

}  // namespace ncf
