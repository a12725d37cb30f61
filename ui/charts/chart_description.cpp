#include "charts/chart_description.h"

#include "charts/chart_scene.h"
#include "charts/decimate.h"

#include <QChart>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kSameX = 12;  // pixels within which points of several curves are read together

bool readable(const PlottedCurve& curve) {
    return curve.visible() && curve.style() != CurveStyle::Faint;
}

// Pixels from one x to another.
double distance(const ChartScene& scene, double fromX, double toX) {
    const auto& viewport = scene.viewport();
    return std::abs(viewport.shareOfX(fromX) - viewport.shareOfX(toX)) *
           scene.chart()->plotArea().width();
}

}  // namespace

std::vector<LegendEntry> legendOf(const ChartScene& scene) {
    std::vector<LegendEntry> entries;
    for (const auto& curve : scene.curves()) {
        const bool known =
            std::any_of(entries.begin(), entries.end(),
                        [&](const LegendEntry& entry) { return entry.name == curve.legendName(); });
        if (!known && !curve.points().empty()) {
            entries.push_back(
                {curve.legendName(), curve.sampleColour(), curve.style(), curve.shown()});
        }
    }
    std::stable_partition(entries.begin(), entries.end(), [](const LegendEntry& entry) {
        return entry.style != CurveStyle::Ghost;
    });
    return entries;
}

QString spokenValues(const ChartScene& scene) {
    QStringList words;
    for (const auto& curve : scene.curves()) {
        if (readable(curve)) {
            words << ChartLegend::tr("%1, last value %2")
                         .arg(curve.name())
                         .arg(curve.points().back().y, 0, 'g', 6);
        }
    }
    return words.join(QStringLiteral("; "));
}

std::optional<PlotReadout> readoutAt(const ChartScene& scene, double x) {
    std::optional<double> snapped;
    for (const auto& curve : scene.curves()) {
        const auto* const point = nearestPoint(curve.points(), x);
        if (readable(curve) && point != nullptr &&
            (!snapped || std::abs(point->x - x) < std::abs(*snapped - x))) {
            snapped = point->x;
        }
    }
    if (!snapped) {
        return std::nullopt;
    }
    PlotReadout readout;
    readout.x = *snapped;
    readout.heading = QStringLiteral("%1 %2").arg(scene.xTitle()).arg(*snapped, 0, 'g', 6);
    for (const bool ghosts : {false, true}) {
        for (const auto& curve : scene.curves()) {
            const auto* const point = nearestPoint(curve.points(), *snapped);
            if (readable(curve) && (curve.style() == CurveStyle::Ghost) == ghosts &&
                point != nullptr && std::isfinite(point->y) &&
                distance(scene, point->x, *snapped) <= kSameX) {
                readout.lines.push_back({curve.name(),
                                         QString::number(point->y, 'g', 8),
                                         curve.sampleColour(),
                                         {point->x, point->y}});
            }
        }
    }
    return readout;
}

}  // namespace ncf
