#pragma once

#include "charts/axis_ticks.h"

#include <optional>

namespace ncf {

// Which part of the data a chart shows, and where in the plot a value lies. It follows the data
// until it is zoomed; then the range stays, whatever the data does, until it is reset. While only
// the width is zoomed, the height follows the data within it. Places in the plot are shares: 0 at
// the left and at the bottom, 1 at the right and at the top. Pixels are not its business.
class ChartViewport {
public:
    // Of how many parts the ranges are made that follow the data.
    static constexpr int kTicks = 5;

    // What all shown curves cover; empty while there are none.
    void setData(const AxisRange& x, const AxisRange& y);
    // What they cover within x(); set after setData().
    void setVisibleY(const AxisRange& y) { visibleY_ = y; }
    bool empty() const { return dataX_.empty(); }

    AxisRange x() const;
    AxisRange y() const;

    // Of y. Asked for in vain as long as the data is not above 0.
    void setLogarithmic(bool on);
    bool logarithmic() const { return wantsLogarithmic_ && canBeLogarithmic(); }
    bool canBeLogarithmic() const { return !empty() && dataY_.low > 0; }

    // As it is drawn: on a logarithmic axis the logarithm.
    double scaledY(double y) const;
    AxisRange scaledY() const;

    double shareOfX(double x) const;
    double shareOfY(double y) const;
    double xAt(double share) const;

    bool zoomed() const { return zoomX_ || zoomY_; }
    // Widens (factor above 1) or narrows what is shown and leaves in place what lies at the share;
    // a factor of 1 leaves that axis alone. Never wider than the data.
    void zoomAbout(double shareX, double shareY, double factorX, double factorY);
    // Shows what lies between the shares; 0 to 1 leaves that axis alone.
    void zoomTo(const AxisRange& sharesX, const AxisRange& sharesY);
    // Moves what is shown by a share of its size towards larger x and y, as far as there is data.
    void panBy(double shareX, double shareY);
    void reset();

private:
    AxisRange homeX() const;
    // The height that shows `values`, as it is drawn.
    AxisRange fitted(const AxisRange& values) const;
    void setX(const AxisRange& range);
    void setScaledY(const AxisRange& range);

    AxisRange dataX_;
    AxisRange dataY_;
    AxisRange visibleY_;
    std::optional<AxisRange> zoomX_;
    std::optional<AxisRange> zoomY_;  // as it is drawn
    bool wantsLogarithmic_ = false;
};

}  // namespace ncf
