#pragma once

#include "model/model_config.h"
#include "training/layer_health.h"

#include <QWidget>

#include <cstdint>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;

namespace ncf {

class CostView;
class NetworkEditor;

// The model: its network in the diagram, and below it the settings that have no shape.
class ModelForm : public QWidget {
    Q_OBJECT

public:
    explicit ModelForm(QWidget* parent = nullptr);

    ModelConfig config() const;
    void setConfig(const ModelConfig& config);
    // Users and items of the data.
    void setData(std::uint64_t users, std::uint64_t items);
    // How the dense layers fare while this model is trained, from the bottom up.
    void setHealth(const std::vector<LayerHealth>& layers);
    // Between the diagram and the fields.
    CostView* costs() const { return costs_; }

Q_SIGNALS:
    // The person changed something. `what` names it, for undoing; changes of one non-empty series
    // are one.
    void changed(const QString& what, const QString& series);

private:
    void switched(const QString& what);
    void enableFields();
    void edited(const QString& what, const QString& series);

    bool filling_ = false;
    NetworkEditor* network_;
    CostView* costs_;
    QCheckBox* dotProduct_;
    QCheckBox* biases_;
    QComboBox* activation_;
    QDoubleSpinBox* dropout_;
    QDoubleSpinBox* embeddingStd_;
};

}  // namespace ncf
