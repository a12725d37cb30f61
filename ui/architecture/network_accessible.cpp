#include "architecture/network_accessible.h"

#include "architecture/network_view.h"
#include "architecture/part_text.h"

#include <QAccessible>
#include <QAccessibleObject>
#include <QAccessibleWidget>

#include <algorithm>

namespace ncf {

namespace {

// A bar: a number that can be changed, or a fact.
class LayerAccessible : public QAccessibleObject, public QAccessibleValueInterface {
public:
    explicit LayerAccessible(LayerItem* item) : QAccessibleObject(item) {}

    // Not while the bar fades away.
    bool isValid() const override {
        return QAccessibleObject::isValid() && view()->item(part()) == item();
    }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(view());
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    QAccessible::Role role() const override {
        return mostWidth(part()) > 0 ? QAccessible::SpinBox : QAccessible::StaticText;
    }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) {
            return {};
        }
        switch (kind) {
            case QAccessible::Name:
                return partName(part());
            case QAccessible::Description:
                return view()->describe(part());
            case QAccessible::Value:
                return QString::number(widthOf(view()->config(), part()));
            default:
                return {};
        }
    }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.focused = view()->hasFocus() && view()->current() == part();
        state.disabled = !view()->isEnabled();
        state.readOnly = mostWidth(part()) == 0;
        state.invalid = !item()->look().problem.isEmpty();
        return state;
    }
    QRect rect() const override {
        const QRect bar = item()->bar().toRect();
        return {view()->viewport()->mapToGlobal(bar.topLeft()), bar.size()};
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ValueInterface && mostWidth(part()) > 0
                   ? static_cast<QAccessibleValueInterface*>(this)
                   : nullptr;
    }
    QVariant currentValue() const override {
        return isValid() ? widthOf(view()->config(), part()) : 0;
    }
    void setCurrentValue(const QVariant& value) override {
        if (isValid() && view()->isEnabled()) {
            view()->setWidth(part(), value.toInt());
        }
    }
    QVariant maximumValue() const override { return mostWidth(part()); }
    QVariant minimumValue() const override { return 1; }
    QVariant minimumStepSize() const override { return 1; }

private:
    LayerItem* item() const { return static_cast<LayerItem*>(object()); }
    NetworkPart part() const { return item()->part(); }
    NetworkView* view() const {
        return static_cast<NetworkView*>(item()->scene()->views().constFirst());
    }
};

class NetworkAccessible : public QAccessibleWidget {
public:
    explicit NetworkAccessible(NetworkView* view)
        : QAccessibleWidget(view, QAccessible::Grouping) {}

    int childCount() const override { return static_cast<int>(view()->bars().size()); }
    QAccessibleInterface* child(int index) const override {
        const auto bars = view()->bars();
        return index >= 0 && index < static_cast<int>(bars.size())
                   ? interfaceOf(bars[static_cast<std::size_t>(index)])
                   : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto bars = view()->bars();
        const auto at = std::find_if(bars.begin(), bars.end(), [&](NetworkPart part) {
            return view()->item(part) == child->object();
        });
        return at == bars.end() ? -1 : static_cast<int>(at - bars.begin());
    }
    QAccessibleInterface* focusChild() const override {
        return view()->hasFocus() ? interfaceOf(view()->current()) : nullptr;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        const auto* const placed =
            view()->placement().at(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return placed ? interfaceOf(placed->part) : nullptr;
    }

private:
    NetworkView* view() const { return static_cast<NetworkView*>(object()); }
    QAccessibleInterface* interfaceOf(NetworkPart part) const {
        return QAccessible::queryAccessibleInterface(view()->item(part));
    }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    if (auto* const view = qobject_cast<NetworkView*>(object)) {
        return new NetworkAccessible(view);
    }
    if (auto* const item = qobject_cast<LayerItem*>(object)) {
        return new LayerAccessible(item);
    }
    return nullptr;
}

}  // namespace

void installNetworkAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed);
}

}  // namespace ncf
