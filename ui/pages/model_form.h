#pragma once

#include "model/model_config.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace ncf {

class NetworkView;

// The network's shape in fields, with its drawing above them.
class ModelForm : public QWidget {
    Q_OBJECT

public:
    explicit ModelForm(QWidget* parent = nullptr);

    ModelConfig config() const;
    void setConfig(const ModelConfig& config);

Q_SIGNALS:
    void changed();

private:
    void setTower(const std::vector<int>& tower);
    void edited();

    bool filling_ = false;
    double embeddingStd_ = 0.01;
    NetworkView* drawing_;
    QCheckBox* gmf_;
    QSpinBox* gmfFactors_;
    QCheckBox* mlp_;
    QSpinBox* mlpUserDim_;
    QSpinBox* mlpItemDim_;
    QWidget* tower_;
    QVBoxLayout* towerLayout_;
    std::vector<QSpinBox*> layers_;
    QPushButton* addLayer_;
    QComboBox* activation_;
    QDoubleSpinBox* dropout_;
};

}  // namespace ncf
