#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "recommendation/principal_components.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

// Told some times a second while a layout moves, from the thread that does the work.
using LayoutCallback = std::function<void(std::span<const PlanePoint>)>;

// Moves the points of a plane until rows that are neighbours lie together: UMAP (McInnes, Healy and
// Melville, 2018, arXiv:1802.03426) over each row's 15 nearest by Euclidean distance, which on rows
// of length 1 orders as the cosine does. `start` is where the points begin, such as
// principalPlane(); it is scaled, and decides which way up the picture is. What lies near in the
// picture is near in the vectors; how far apart two groups lie says little. Deterministic by seed.
// Values must be finite. An error only after `stop`.
Result<std::vector<PlanePoint>> neighbourLayout(const Vectors& vectors,
                                                std::span<const PlanePoint> start,
                                                std::uint64_t seed,
                                                const ProgressCallback& progress = {},
                                                const LayoutCallback& show = {},
                                                std::stop_token stop = {});

}  // namespace ncf
