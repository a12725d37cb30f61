#include "charts/chart_viewport.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kDeepestZoom = 1e-6;      // of the width or height of all data
constexpr double kRoomAround = 0.04;       // of a logarithmic height that follows the data
constexpr double kLeastLogarithmic = 0.1;  // the height around a single value, in powers of ten

double shareOf(const AxisRange& range, double value) {
    return range.span() > 0 ? (value - range.low) / range.span() : 0;
}

AxisRange between(const AxisRange& range, const AxisRange& shares) {
    return {range.low + shares.low * range.span(), range.low + shares.high * range.span()};
}

// Where `range` is wanted and all that there is is `home`: nothing, that is, `home` itself; or the
// range moved into it.
std::optional<AxisRange> within(const AxisRange& home, const AxisRange& range) {
    if (!(range.span() < home.span() * (1 - 1e-9))) {
        return std::nullopt;
    }
    if (range.low < home.low) {
        return AxisRange{home.low, home.low + range.span()};
    }
    if (range.high > home.high) {
        return AxisRange{home.high - range.span(), home.high};
    }
    return range;
}

bool tooDeep(const AxisRange& home, const AxisRange& range) {
    const double largest = std::max(std::abs(range.low), std::abs(range.high));
    return !(range.span() > std::max(home.span() * kDeepestZoom, largest * 1e-12));
}

}  // namespace

void ChartViewport::setData(const AxisRange& x, const AxisRange& y) {
    const bool before = logarithmic();
    dataX_ = x;
    dataY_ = y;
    visibleY_ = y;
    if (logarithmic() != before) {
        zoomY_.reset();
    }
}

AxisRange ChartViewport::homeX() const {
    return dataX_.span() > 0 ? dataX_ : AxisRange{dataX_.low, dataX_.low + 1};
}

AxisRange ChartViewport::fitted(const AxisRange& values) const {
    if (!logarithmic()) {
        return niceRange(values, kTicks);
    }
    const AxisRange scaled = {std::log10(values.low), std::log10(values.high)};
    const double around = std::max(scaled.span() * kRoomAround, kLeastLogarithmic / 2);
    return {scaled.low - around, scaled.high + around};
}

AxisRange ChartViewport::x() const {
    return zoomX_ ? *zoomX_ : homeX();
}

AxisRange ChartViewport::scaledY() const {
    return zoomY_ ? *zoomY_ : fitted(visibleY_.empty() ? dataY_ : visibleY_);
}

AxisRange ChartViewport::y() const {
    const auto scaled = scaledY();
    return logarithmic() ? AxisRange{std::pow(10, scaled.low), std::pow(10, scaled.high)} : scaled;
}

void ChartViewport::setLogarithmic(bool on) {
    if (on != wantsLogarithmic_) {
        wantsLogarithmic_ = on;
        zoomY_.reset();
    }
}

double ChartViewport::scaledY(double y) const {
    return logarithmic() ? std::log10(y) : y;
}

double ChartViewport::shareOfX(double x) const {
    return shareOf(this->x(), x);
}

double ChartViewport::shareOfY(double y) const {
    return shareOf(scaledY(), scaledY(y));
}

double ChartViewport::xAt(double share) const {
    return between(x(), {share, share}).low;
}

void ChartViewport::setX(const AxisRange& range) {
    if (!tooDeep(homeX(), range)) {
        zoomX_ = within(homeX(), range);
    }
}

void ChartViewport::setScaledY(const AxisRange& range) {
    const auto home = fitted(dataY_);
    if (!tooDeep(home, range)) {
        zoomY_ = within(home, range);
    }
}

void ChartViewport::zoomAbout(double shareX, double shareY, double factorX, double factorY) {
    const auto around = [](double share, double factor) {
        return factor == 1 ? AxisRange{0, 1}
                           : AxisRange{share - share * factor, share + (1 - share) * factor};
    };
    zoomTo(around(shareX, factorX), around(shareY, factorY));
}

void ChartViewport::zoomTo(const AxisRange& sharesX, const AxisRange& sharesY) {
    if (empty()) {
        return;
    }
    const AxisRange whole = {0, 1};
    const auto y = between(scaledY(), sharesY);
    if (sharesX != whole) {
        setX(between(x(), sharesX));
    }
    if (sharesY != whole) {
        setScaledY(y);
    }
}

void ChartViewport::panBy(double shareX, double shareY) {
    if (zoomX_) {
        setX(between(*zoomX_, {shareX, 1 + shareX}));
    }
    if (zoomY_) {
        setScaledY(between(*zoomY_, {shareY, 1 + shareY}));
    }
}

void ChartViewport::reset() {
    zoomX_.reset();
    zoomY_.reset();
}

}  // namespace ncf
