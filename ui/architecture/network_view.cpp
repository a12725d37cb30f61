#include "architecture/network_view.h"

#include "theme/theme.h"

#include <QPainter>

#include <cmath>

namespace ncf {

namespace {

constexpr double kBarHeight = 18;
constexpr double kWidest = 512;  // the width whose bar fills its column

// Draws bars and lines of one network into a rectangle.
class Sketch {
public:
    Sketch(QPainter& painter, QRectF area) : painter_(painter), area_(area) {}

    // The length of a layer's bar within `room`.
    static double length(int width, double room) {
        const double share = std::log2(width + 1.0) / std::log2(kWidest + 1.0);
        return std::max(28.0, room * std::min(1.0, share));
    }

    QRectF bar(double centre, double y, double room, int width, const QColor& colour,
               const QString& text) {
        const double wide = length(width, room);
        const QRectF rect(centre - wide / 2, y - kBarHeight / 2, wide, kBarHeight);
        QColor fill = colour;
        fill.setAlphaF(0.25f);
        painter_.setPen(QPen(colour, 1.2));
        painter_.setBrush(fill);
        painter_.drawRoundedRect(rect, 5, 5);
        painter_.setPen(Theme::text());
        painter_.drawText(rect.adjusted(-40, 0, 40, 0), Qt::AlignCenter, text);
        return rect;
    }

    void line(QPointF from, QPointF to) {
        painter_.setPen(QPen(Theme::textMuted(), 1));
        painter_.drawLine(from, to);
    }

    QRectF node(double centre, double y, const QString& text) {
        painter_.setPen(Theme::textMuted());
        const QRectF rect(centre - 110, y - kBarHeight / 2, 220, kBarHeight);
        painter_.drawText(rect, Qt::AlignCenter, text);
        return rect;
    }

    QRectF area() const { return area_; }

private:
    QPainter& painter_;
    QRectF area_;
};

QPointF top(const QRectF& rect) {
    return {rect.center().x(), rect.top()};
}
QPointF bottom(const QRectF& rect) {
    return {rect.center().x(), rect.bottom()};
}

}  // namespace

NetworkView::NetworkView(QWidget* parent) : QWidget(parent) {
    setMinimumSize(300, 230);
    setAccessibleName(tr("The network"));
}

void NetworkView::setConfig(const ModelConfig& config) {
    config_ = config;
    QStringList words;
    if (config.gmf) {
        words << tr("GMF branch with %1 factors").arg(config.gmfFactors);
    }
    if (config.mlp) {
        QStringList widths;
        for (const int width : config.tower) {
            widths << QString::number(width);
        }
        words << tr("MLP branch with embeddings of %1 and %2 and layers of %3")
                     .arg(config.mlpUserDim)
                     .arg(config.mlpItemDim)
                     .arg(widths.join(QStringLiteral(", ")));
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    const auto layers = config.mlp ? static_cast<int>(config.tower.size()) : 0;
    setMinimumHeight(190 + 26 * std::min(layers, 8));
    update();
}

void NetworkView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    Sketch sketch(painter, QRectF(rect()).adjusted(4, 4, -4, -4));
    const auto area = sketch.area();
    const QColor user = Theme::series(0);
    const QColor item = Theme::series(1);
    const QColor layer = Theme::series(2);
    const auto layers = config_.mlp ? config_.tower.size() : 0;
    // Rows from the top: output, features, the tower, the joint, embeddings, ids.
    const double rows = 5.0 + static_cast<double>(layers);
    const double step = area.height() / rows;
    const auto y = [&](double row) { return area.top() + step * (row + 0.5); };
    const bool both = config_.gmf && config_.mlp;
    const double middle = area.center().x();
    const double gmfCentre = both ? area.left() + area.width() * 0.24 : middle;
    const double mlpCentre = both ? area.left() + area.width() * 0.7 : middle;
    const double gmfRoom = area.width() * (both ? 0.2 : 0.4);
    const double mlpRoom = area.width() * (both ? 0.26 : 0.4);

    const auto output = sketch.node(middle, y(0), tr("σ  →  score"));
    const auto join =
        sketch.node(middle, y(1), both ? tr("weighted sum of both") : tr("weighted sum"));
    sketch.line(bottom(output), top(join));
    const double idRow = rows - 1;
    const auto userId = sketch.node(area.left() + area.width() * 0.3, y(idRow), tr("user"));
    const auto itemId = sketch.node(area.left() + area.width() * 0.7, y(idRow), tr("item"));
    const auto embeddings = [&](double centre, double room, int userDim, int itemDim,
                                const QRectF& above) {
        const double spread = room * 0.56;
        const auto u = sketch.bar(centre - spread, y(idRow - 1), room, userDim, user,
                                  QString::number(userDim));
        const auto i = sketch.bar(centre + spread, y(idRow - 1), room, itemDim, item,
                                  QString::number(itemDim));
        sketch.line(top(userId), bottom(u));
        sketch.line(top(itemId), bottom(i));
        sketch.line(top(u), bottom(above));
        sketch.line(top(i), bottom(above));
    };
    if (config_.gmf) {
        const auto product =
            sketch.node(gmfCentre, y(idRow - 2), tr("× %1").arg(config_.gmfFactors));
        sketch.line(top(product), bottom(join));
        embeddings(gmfCentre, gmfRoom, config_.gmfFactors, config_.gmfFactors, product);
    }
    if (config_.mlp) {
        QRectF above = join;
        for (std::size_t i = 0; i < layers; ++i) {
            const int width = config_.tower[layers - 1 - i];
            const auto bar = sketch.bar(mlpCentre, y(2 + static_cast<double>(i)), mlpRoom * 1.6,
                                        width, layer, QString::number(width));
            sketch.line(bottom(above), top(bar));
            above = bar;
        }
        const auto joined =
            sketch.node(mlpCentre, y(idRow - 2),
                        tr("concatenated %1").arg(config_.mlpUserDim + config_.mlpItemDim));
        sketch.line(bottom(above), top(joined));
        embeddings(mlpCentre, mlpRoom, config_.mlpUserDim, config_.mlpItemDim, joined);
    }
}

}  // namespace ncf
