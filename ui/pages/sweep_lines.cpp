#include "pages/sweep_lines.h"

#include "charts/axis_ticks.h"
#include "experiment/field_access.h"
#include "experiment/sweep_axis.h"

#include <QObject>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// From this ratio on the numbers of a list are told apart better by their logarithms.
constexpr double kWide = 8;
constexpr int kResultTicks = 4;

bool isNumber(const SweepAxis& axis) {
    const NamedField* const field = findField(axis.setting);
    return field && (field->kind == FieldKind::Integer || field->kind == FieldKind::Decimal);
}

// Where a value lies: a number is itself, any other value has the place it has in the list.
double placeOf(const SweepAxis& axis, const std::string& value) {
    if (isNumber(axis)) {
        return QString::fromStdString(value).toDouble();
    }
    const auto values = gridValues(axis);
    return static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
}

bool isWide(const SweepAxis& axis, const std::vector<std::pair<double, QString>>& ticks) {
    if (axis.range) {
        return axis.range->logarithmic;
    }
    const auto [low, high] = std::minmax_element(ticks.begin(), ticks.end());
    return isNumber(axis) && low != ticks.end() && low->first > 0 &&
           high->first / low->first >= kWide;
}

std::optional<double> resultOf(const SweepPlan& plan, const TrialStatus& status) {
    return plan.base.training.explicitFeedback() ? status.validation.rmse : status.validation.ndcg;
}

ParallelAxis resultAxis(const SweepPlan& plan, const std::vector<TrialStatus>& statuses) {
    ParallelAxis axis;
    axis.name = plan.base.training.explicitFeedback()
                    ? QObject::tr("RMSE")
                    : QObject::tr("NDCG@%1").arg(plan.base.evaluation.cutoff);
    AxisRange range;
    for (const auto& status : statuses) {
        if (const auto result = resultOf(plan, status)) {
            range.include(*result);
        }
    }
    if (range.empty()) {
        return axis;
    }
    const AxisRange nice = niceRange(range, kResultTicks);
    const double step = niceStep(nice.high - nice.low, kResultTicks);
    for (int i = 0; nice.low + i * step <= nice.high + step * 1e-6; ++i) {
        const double value = nice.low + i * step;
        axis.ticks.emplace_back(value, QString::number(value, 'f', decimalsOf(step)));
    }
    return axis;
}

}  // namespace

std::vector<ParallelAxis> sweepAxes(const SweepPlan& plan,
                                    const std::vector<TrialStatus>& statuses) {
    std::vector<ParallelAxis> axes;
    for (const auto& axis : plan.axes) {
        ParallelAxis look{QString::fromStdString(axis.setting), false, {}};
        for (const auto& value : gridValues(axis)) {
            look.ticks.emplace_back(placeOf(axis, value), QString::fromStdString(value));
        }
        look.logarithmic = isWide(axis, look.ticks);
        axes.push_back(std::move(look));
    }
    axes.push_back(resultAxis(plan, statuses));
    return axes;
}

std::vector<ParallelLine> sweepLines(const SweepPlan& plan, const std::vector<Trial>& trials,
                                     const std::vector<TrialStatus>& statuses) {
    std::vector<ParallelLine> lines;
    for (const auto& status : statuses) {
        const auto result = resultOf(plan, status);
        if (!result || !std::isfinite(*result)) {
            continue;
        }
        ParallelLine line{status.trial, {}};
        const auto& values = trials[static_cast<std::size_t>(status.trial)].values;
        for (std::size_t i = 0; i < plan.axes.size(); ++i) {
            line.values.push_back(placeOf(plan.axes[i], values[i]));
        }
        line.values.push_back(*result);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace ncf
