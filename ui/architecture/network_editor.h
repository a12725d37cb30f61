#pragma once

#include "model/model_config.h"
#include "training/layer_health.h"

#include <QWidget>

#include <cstdint>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;

namespace ncf {

class NetworkView;

// The diagram with its switches: the branches, buttons that add and remove a layer, and a line that
// tells what the bar under the pointer or with the focus is.
class NetworkEditor : public QWidget {
    Q_OBJECT

public:
    explicit NetworkEditor(QWidget* parent = nullptr);

    const ModelConfig& config() const;
    void setConfig(const ModelConfig& config);
    // Users and items of the data, for what is said of a part.
    void setData(std::uint64_t users, std::uint64_t items);
    // As NetworkView's.
    void setHealth(const std::vector<LayerHealth>& layers);

Q_SIGNALS:
    // As NetworkView::edited().
    void edited(const QString& what, const QString& series);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateControls();
    void updateStory();
    void setIcons();

    QCheckBox* gmf_;
    QCheckBox* mlp_;
    QPushButton* remove_;
    QPushButton* add_;
    NetworkView* view_;
    QLabel* story_;
};

}  // namespace ncf
