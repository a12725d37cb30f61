#pragma once

#include "experiment/experiment_config.h"

#include <QWidget>

class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace ncf {

// What stands in the network's place for a method without one, a baseline or implicit ALS: how it
// works, and its settings.
class BaselineForm : public QWidget {
    Q_OBJECT

public:
    explicit BaselineForm(QWidget* parent = nullptr);

    // Shows the method's own fields.
    void setConfig(const ExperimentConfig& config);
    ItemNeighboursConfig itemNeighbours() const;
    ImplicitAlsConfig implicitAls() const;

Q_SIGNALS:
    // The person changed the field of that name.
    void changed(const QString& field);

private:
    bool filling_ = false;
    QLabel* words_;
    QFormLayout* form_;
    int neighbourRows_ = 0;  // the first ones; those of implicit ALS follow
    QSpinBox* neighbours_;
    QDoubleSpinBox* shrinkage_;
    QSpinBox* factors_;
    QDoubleSpinBox* unobserved_;
    QDoubleSpinBox* regularisation_;
    QDoubleSpinBox* exponent_;
    QSpinBox* iterations_;
};

}  // namespace ncf
