#pragma once

#include "charts/curve.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

class QCheckBox;

namespace ncf {

// What the legend of a chart says about a curve.
struct LegendEntry {
    QString name;
    QColor colour;
    CurveStyle style = CurveStyle::Solid;
    bool shown = true;
    bool operator==(const LegendEntry&) const = default;
};

// The names of a chart's curves beside samples of their lines, in as many rows as they need. Each
// is a switch that hides and shows its curve, by mouse and keyboard.
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    explicit ChartLegend(QWidget* parent = nullptr);

    void setEntries(const std::vector<LegendEntry>& entries);

    // Draws the entries that are shown into a place of that width, as in the widget; returns the
    // height they take.
    double paintShown(QPainter& painter, const QPointF& topLeft, double width) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void toggled(const QString& name, bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange();

    std::vector<LegendEntry> entries_;
    std::vector<QCheckBox*> switches_;  // one for each entry
};

}  // namespace ncf
