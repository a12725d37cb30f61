#pragma once

#include "model/model_cost.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace ncf {

// What the network on show costs: parameters, memory and time, each with what the latest change did
// to it.
class CostView : public QWidget {
    Q_OBJECT

public:
    struct Figures {
        ModelCost cost;
        double samplesPerEpoch = 0;
    };

    explicit CostView(QWidget* parent = nullptr);

    // Figures that no change of the person's led to: nothing is compared.
    void setFigures(const Figures& figures);
    // Figures after a change; those of one series are compared with what was before the first.
    void showChange(const Figures& figures, const QString& series);
    // How many operations, as ModelCost counts them, this machine does per second; 0 while nobody
    // knows.
    void setOperationsPerSecond(double rate);

private:
    struct Column {
        QLabel* value;
        QLabel* change;
    };

    Column addColumn(const QString& name, const QString& help);
    std::optional<double> seconds(const Figures& figures) const;
    void update();

    Figures before_, now_;
    QString series_;
    double operationsPerSecond_ = 0;
    Column parameters_, memory_, time_;
};

}  // namespace ncf
