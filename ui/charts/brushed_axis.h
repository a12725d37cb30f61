#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace ncf {

// One vertical axis of parallel coordinates: what it covers and what is written beside it.
struct ParallelAxis {
    QString name;
    bool logarithmic = false;                       // needs values above 0
    std::vector<std::pair<double, QString>> ticks;  // they widen what the values cover
};

// Such an axis with a stretch of it that may be selected, the brush. Places on it are shares, 0 at
// its foot and 1 at its head.
class BrushedAxis {
public:
    struct Brush {
        double low = 0;
        double high = 1;
    };
    enum class End { Low, High, Both };

    explicit BrushedAxis(ParallelAxis look) : look_(std::move(look)) {}

    const ParallelAxis& look() const { return look_; }
    // Covers its ticks and these values; a single one lies in the middle.
    void fit(const std::vector<double>& values);
    double share(double value) const;
    double valueAt(double share) const;

    const std::optional<Brush>& brush() const { return brush_; }
    void setBrush(std::optional<Brush> brush) { brush_ = brush; }
    // Moves it, or one of its ends, by a part of the axis and within it; nothing without a brush.
    void moveBrush(End end, double by);
    // Whether the value lies in the brush, or there is none.
    bool selects(double value) const;

private:
    ParallelAxis look_;
    double low_ = 0, high_ = 1;
    std::optional<Brush> brush_;
};

}  // namespace ncf
