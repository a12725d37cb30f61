#pragma once

#include "model/model_config.h"

#include <QWidget>

namespace ncf {

// A drawing of the network: user and item at the bottom, their embeddings, the product and the
// tower, the output on top. A bar's length speaks its layer's width, on a logarithmic scale.
class NetworkView : public QWidget {
    Q_OBJECT

public:
    explicit NetworkView(QWidget* parent = nullptr);

    void setConfig(const ModelConfig& config);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ModelConfig config_;
};

}  // namespace ncf
