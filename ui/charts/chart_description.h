#pragma once

#include "charts/chart_legend.h"
#include "charts/plot_overlay.h"

#include <QString>

#include <optional>
#include <vector>

namespace ncf {

class ChartScene;

// What there is to see: the curves that have points, the live ones before the ghosts.
std::vector<LegendEntry> legendOf(const ChartScene& scene);

// The shown curves and their last values, for those who cannot see them. Empty if there are none.
QString spokenValues(const ChartScene& scene);

// Snaps to the nearest point of any shown curve that is not faint and reads all of them there, at
// full precision, the ghosts last. nullopt if there is none.
std::optional<PlotReadout> readoutAt(const ChartScene& scene, double x);

}  // namespace ncf
