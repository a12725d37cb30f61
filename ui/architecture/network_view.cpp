#include "architecture/network_view.h"

#include "architecture/network_accessible.h"
#include "architecture/network_edits.h"
#include "architecture/number_entry.h"
#include "architecture/part_text.h"

#include <QAccessible>
#include <QEvent>
#include <QLocale>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>

namespace ncf {

namespace {
using Kind = NetworkPart::Kind;
constexpr int kLeastWidth = 300;
}  // namespace

NetworkView::NetworkView(QWidget* parent)
    : QGraphicsView(parent), scene_(new NetworkScene(this)), current_{Kind::GmfUser} {
    installNetworkAccessibility();
    setScene(scene_);
    setAccessibleName(tr("The network"));
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(FullViewportUpdate);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumWidth(kLeastWidth);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    entry_ = new NumberEntry(viewport());
    connect(entry_, &NumberEntry::entered, this, [this](int width) { setWidth(current_, width); });
    connect(entry_, &NumberEntry::closed, this, [this](bool byKey) {
        if (byKey) {
            setFocus(Qt::OtherFocusReason);
        }
    });
    relayout(false);
}

std::vector<NetworkPart> NetworkView::bars() const {
    auto parts = networkParts(config_);
    std::erase_if(parts, [](NetworkPart part) {
        return part.kind == Kind::UserId || part.kind == Kind::ItemId || part.kind == Kind::Score;
    });
    return parts;
}

void NetworkView::setConfig(const ModelConfig& config) {
    config_ = config;
    health_.clear();
    relayout(true);
}

void NetworkView::setData(std::uint64_t users, std::uint64_t items) {
    users_ = users;
    items_ = items;
    Q_EMIT pointed();
}

QString NetworkView::describe(NetworkPart part) const {
    for (const auto& problem : partProblems(config_)) {
        if (problem.part == part) {
            return QString::fromStdString(problem.error.message());
        }
    }
    const QString shape = partDescription(config_, part, users_, items_);
    return part.kind == Kind::Dense && part.layer < health_.size()
               ? tr("%1; %2").arg(shape, healthDescription(health_[part.layer]))
               : shape;
}

void NetworkView::setHealth(const std::vector<LayerHealth>& layers) {
    if (layers != health_) {
        health_ = layers;
        updateLooks();
    }
}

void NetworkView::apply(const ModelConfig& next, const QString& what, const QString& series,
                        bool animated) {
    if (next == config_) {
        return;
    }
    config_ = next;
    health_.clear();
    relayout(animated);
    if (mostWidth(current_) > 0) {
        QAccessibleValueChangeEvent change(scene_->item(current_), widthOf(config_, current_));
        QAccessible::updateAccessibility(&change);
    }
    Q_EMIT edited(what, series);
}

void NetworkView::relayout(bool animated) {
    const auto all = bars();
    if (std::find(all.begin(), all.end(), current_) == all.end()) {
        const bool layer = current_.kind == Kind::Dense && config_.mlp;
        current_ = layer ? NetworkPart{Kind::Dense, config_.tower.size() - 1} : all.front();
    }
    placement_ = layoutNetwork(config_, std::max(kLeastWidth, width()));
    if (hovered_ && !placement_.find(*hovered_)) {
        hovered_.reset();
    }
    if (drag_ && !placement_.find(drag_->part)) {
        drag_.reset();
    }
    setFixedHeight(qRound(placement_.size.height()));
    const int duration =
        animated && isVisible()
            ? style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this)
            : 0;
    scene_->show(placement_, duration);
    updateLooks();
}

void NetworkView::updateLooks() {
    const auto problems = partProblems(config_);
    for (const auto& placed : placement_.parts) {
        LayerLook look{.label = partLabel(config_, placed.part),
                       .problem = {},
                       .enabled = isEnabled(),
                       .current = hasFocus() && placed.part == current_,
                       .hovered = placed.part == hovered_,
                       .health = {}};
        if (placed.part.kind == Kind::Dense && placed.part.layer < health_.size()) {
            look.health = health_[placed.part.layer];
        }
        for (const auto& problem : problems) {
            if (problem.part == placed.part) {
                look.problem = tr("1 to %1").arg(QLocale().toString(mostWidth(placed.part)));
            }
        }
        scene_->item(placed.part)->setLook(look);
    }
    Q_EMIT pointed();
}

void NetworkView::setCurrent(NetworkPart part) {
    if (part == current_) {
        return;
    }
    current_ = part;
    updateLooks();
    announceFocus();
    // The view may be taller than what is seen of it.
    for (auto* up = parentWidget(); up; up = up->parentWidget()) {
        if (auto* const area = qobject_cast<QScrollArea*>(up)) {
            const auto centre = placement_.find(current_)->bar.center().toPoint();
            const auto at = mapTo(area->widget(), centre);
            area->ensureVisible(at.x(), at.y(), 0, 40);
        }
    }
}

void NetworkView::announceFocus() {
    if (hasFocus()) {
        QAccessibleEvent focus(scene_->item(current_), QAccessible::Focus);
        QAccessible::updateAccessibility(&focus);
    }
}

void NetworkView::setBranches(bool gmf, bool mlp) {
    const bool changesGmf = gmf != config_.gmf;
    apply(withBranches(config_, gmf, mlp),
          changesGmf ? (gmf ? tr("GMF branch on") : tr("GMF branch off"))
                     : (mlp ? tr("MLP branch on") : tr("MLP branch off")));
}

void NetworkView::setWidth(NetworkPart part, int width) {
    apply(withWidth(config_, part, width), tr("width of %1").arg(partName(part)));
}

bool NetworkView::canAddLayer() const {
    return config_.mlp && config_.tower.size() < ModelConfig::kMaxLayers;
}

bool NetworkView::canRemoveLayer() const {
    return config_.mlp && config_.tower.size() > 1;
}

void NetworkView::addLayer() {
    if (canAddLayer()) {
        const auto at = current_.kind == Kind::Dense           ? current_.layer + 1
                        : current_.kind == Kind::Concatenation ? 0
                                                               : config_.tower.size();
        scene_->layerInserted(at);
        current_ = {Kind::Dense, at};
        apply(withLayer(config_, at), tr("adding layer %1").arg(at + 1));
        announceFocus();
    }
}

void NetworkView::removeLayer() {
    if (canRemoveLayer()) {
        const auto at = current_.kind == Kind::Dense ? current_.layer : config_.tower.size() - 1;
        scene_->layerRemoved(at);
        apply(withoutLayer(config_, at), tr("removing layer %1").arg(at + 1));
        announceFocus();
    }
}

void NetworkView::moveLayer(std::size_t from, std::size_t to, const QString& series) {
    scene_->layerMoved(from, to);
    current_ = {Kind::Dense, to};
    const auto next = withLayerMoved(config_, from, to);
    if (next == config_) {
        relayout(true);  // layers of the same width
    } else {
        apply(next, tr("moving layer %1").arg(from + 1), series);
    }
}

void NetworkView::typeWidth(NetworkPart part) {
    if (mostWidth(part) > 0) {
        setCurrent(part);
        entry_->open(placement_.find(part)->bar.center().toPoint(), widthOf(config_, part),
                     tr("Width of %1").arg(partName(part)));
    }
}

void NetworkView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        relayout(false);
    }
}

void NetworkView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::EnabledChange) {
        updateLooks();
    } else if (event->type() == QEvent::PaletteChange) {
        scene_->update();
    }
}

}  // namespace ncf
