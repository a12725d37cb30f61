#pragma once

#include "charts/chart_export.h"

#include <QWidget>

class QToolButton;

namespace ncf {

// The small buttons in the heading row of a chart.
class ChartToolbar : public QWidget {
    Q_OBJECT

public:
    // `chart` is the name of the chart, for those who cannot see where the buttons are.
    explicit ChartToolbar(const QString& chart, QWidget* parent = nullptr);

    // There is something to save, to zoom out of, and nothing that has no logarithm.
    void setPossible(bool save, bool reset, bool logarithmic);

Q_SIGNALS:
    void logarithmicToggled(bool on);
    void resetRequested();
    void saveRequested(ncf::ChartFormat format);

protected:
    void changeEvent(QEvent* event) override;

private:
    QToolButton* makeButton(const QString& name, const QString& help);
    void setIcons();

    QToolButton* logarithmic_;
    QToolButton* reset_;
    QToolButton* save_;
};

}  // namespace ncf
