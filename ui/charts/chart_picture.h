#pragma once

#include "base/result.h"
#include "charts/chart_export.h"

#include <QString>

#include <functional>

namespace ncf {

class ChartLegend;
class PlotView;

// What a picture of a chart is made of.
struct ChartParts {
    QString title;
    const ChartLegend* legend;
    PlotView* view;
};

// Draws the chart as it is shown, with its title and legend; what is left to do, which may be done
// on any thread, writes it to the file. `format` is Png or Svg.
std::function<Status()> pictureWriter(const ChartParts& chart, const QString& file,
                                      ChartFormat format);

}  // namespace ncf
