#pragma once

#include "architecture/network_layout.h"
#include "architecture/network_scene.h"

#include <QGraphicsView>

#include <optional>

namespace ncf {

class NumberEntry;

// The network that can be edited, by mouse and by keyboard alike. It holds the shape that it shows:
// changes go through edited(), whatever made them.
//
// Pointer: an edge of a bar is dragged to change its width, its number is clicked to type one, a
// dense layer is dragged up or down. Keyboard: Tab, Up and Down go from bar to bar; Left, Right, -
// and + halve and double its width, with Shift the arrows change it by one; Enter or F2 types one;
// Insert and Delete add and remove layers; Ctrl+Up and Ctrl+Down move one.
class NetworkView : public QGraphicsView {
    Q_OBJECT

public:
    explicit NetworkView(QWidget* parent = nullptr);

    const ModelConfig& config() const { return config_; }
    // Shows another network, without edited().
    void setConfig(const ModelConfig& config);

    // Of the data, for what is said of a part.
    void setData(std::uint64_t users, std::uint64_t items);
    // By dense layer from the bottom up, while this network is trained; shown until it changes.
    void setHealth(const std::vector<LayerHealth>& layers);
    // What is wrong with the part, or its shape, its parameters and how it fares.
    QString describe(NetworkPart part) const;

    // The bar with the keyboard's focus, which also has it while the view has not.
    NetworkPart current() const { return current_; }
    void setCurrent(NetworkPart part);
    // The bar under the pointer.
    std::optional<NetworkPart> hovered() const { return hovered_; }
    // The bars, which can be current, in the order of the Tab key.
    std::vector<NetworkPart> bars() const;
    const NetworkLayout& placement() const { return placement_; }
    LayerItem* item(NetworkPart part) const { return scene_->item(part); }

    void setBranches(bool gmf, bool mlp);
    // As the part's bar would: takes any number, also one that cannot be.
    void setWidth(NetworkPart part, int width);
    bool canAddLayer() const;
    bool canRemoveLayer() const;
    // Above the current layer, or on top where none is current.
    void addLayer();
    // The current layer, or the top one where none is current.
    void removeLayer();

Q_SIGNALS:
    // The person changed the network. `what` names the change, for undoing it; changes of one
    // `series` belong together, each change with an empty one is alone.
    void edited(const QString& what, const QString& series);
    // current(), hovered() or the focus changed.
    void pointed();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    // Between a press on a bar and the release.
    struct Drag {
        NetworkPart part;
        Grip grip = Grip::Body;
        QPointF last;          // of the pointer
        double doublings = 0;  // width of the edge so far, as a power of two
        bool moved = false;
        QString series;
    };

    void apply(const ModelConfig& next, const QString& what, const QString& series = {},
               bool animated = true);
    void relayout(bool animated);
    void updateLooks();
    void moveLayer(std::size_t from, std::size_t to, const QString& series);
    void dragEdge(QPointF point, bool any);
    void dragLayer(QPointF point);
    void hover(std::optional<QPointF> point);
    void typeWidth(NetworkPart part);
    bool widthKey(const QKeyEvent& event);
    bool layerKey(const QKeyEvent& event);
    bool goVertically(int direction);
    void announceFocus();

    ModelConfig config_;
    std::uint64_t users_ = 0, items_ = 0;
    std::vector<LayerHealth> health_;
    NetworkLayout placement_;
    NetworkScene* scene_;
    NumberEntry* entry_;
    NetworkPart current_;
    std::optional<NetworkPart> hovered_;
    std::optional<Drag> drag_;
    int drags_ = 0;  // so far, to tell their series apart
};

}  // namespace ncf
