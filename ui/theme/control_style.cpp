#include "theme/control_style.h"

#include "theme/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QTabBar>

namespace ncf {

namespace {

constexpr double kFieldRadius = 6;
constexpr double kBoxRadius = 4;
constexpr int kIndent = 4;  // of the text in a field, beyond Fusion's

bool enabled(const QStyleOption* option) {
    return option->state & QStyle::State_Enabled;
}

// The pen of an edge: the accent with the focus or under the pointer, faint while disabled.
QPen edgePen(const QStyleOption* option) {
    if (!enabled(option)) {
        return {Theme::outline(), 1};
    }
    if (option->state & QStyle::State_HasFocus) {
        return {Theme::accent(), 2};
    }
    return {option->state & QStyle::State_MouseOver ? Theme::accent() : Theme::edge(), 1};
}

void drawField(const QStyleOption* option, QPainter* painter) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPen pen = edgePen(option);
    const double inset = pen.widthF() / 2;
    painter->setPen(pen);
    painter->setBrush(enabled(option) ? option->palette.brush(QPalette::Base)
                                      : option->palette.brush(QPalette::Window));
    painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset),
                             kFieldRadius, kFieldRadius);
    painter->restore();
}

// An arrow head of that half width around a point; `down` is 1 or -1.
void drawChevron(QPainter* painter, QPointF centre, double half, int down, const QColor& colour) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {centre + QPointF(-half, -down * half / 2),
                              centre + QPointF(0, down * half / 2),
                              centre + QPointF(half, -down * half / 2)};
    painter->drawPolyline(points, 3);
    painter->restore();
}

void drawCheckBox(const QStyleOption* option, QPainter* painter) {
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor fill = enabled(option) ? Theme::accent() : Theme::edge();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(on ? QPen(fill, 1) : edgePen(option));
    painter->setBrush(on ? QBrush(fill) : option->palette.brush(QPalette::Base));
    const QRectF box = QRectF(option->rect).adjusted(1, 1, -1, -1);
    painter->drawRoundedRect(box, kBoxRadius, kBoxRadius);
    if (on) {
        painter->setPen(QPen(Theme::onAccent(), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const auto at = [&](double x, double y) {
            return QPointF(box.left() + box.width() * x, box.top() + box.height() * y);
        };
        if (option->state & QStyle::State_NoChange) {
            painter->drawLine(at(0.28, 0.5), at(0.72, 0.5));
        } else {
            const QPointF tick[] = {at(0.24, 0.52), at(0.43, 0.71), at(0.76, 0.31)};
            painter->drawPolyline(tick, 3);
        }
    }
    painter->restore();
}

void drawRadioButton(const QStyleOption* option, QPainter* painter) {
    const bool on = option->state & QStyle::State_On;
    const QColor fill = enabled(option) ? Theme::accent() : Theme::edge();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(on ? QPen(fill, 1) : edgePen(option));
    painter->setBrush(on ? QBrush(fill) : option->palette.brush(QPalette::Base));
    const QRectF circle = QRectF(option->rect).adjusted(1, 1, -1, -1);
    painter->drawEllipse(circle);
    if (on) {
        const double inset = circle.width() * 0.3;
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::onAccent());
        painter->drawEllipse(circle.adjusted(inset, inset, -inset, -inset));
    }
    painter->restore();
}

void drawFocus(const QStyleOption* option, QPainter* painter) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(Theme::accent(), 1.5));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), kBoxRadius, kBoxRadius);
    painter->restore();
}

}  // namespace

ControlStyle::ControlStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void ControlStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (auto* const header = qobject_cast<QHeaderView*>(widget)) {
        header->setHighlightSections(false);  // no bold over the selected cell
    }
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                 QPainter* painter, const QWidget* widget) const {
    switch (element) {
        case PE_PanelLineEdit: {
            const auto* const frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame == nullptr || frame->lineWidth == 0) {
                break;  // inside another field, which is drawn already, or in a table
            }
            drawField(option, painter);
            return;
        }
        case PE_FrameLineEdit:
            drawField(option, painter);
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            drawCheckBox(option, painter);
            return;
        case PE_IndicatorRadioButton:
            drawRadioButton(option, painter);
            return;
        case PE_FrameFocusRect:
            // A selected row and a tab show the focus by themselves.
            if (qobject_cast<const QAbstractItemView*>(widget) == nullptr &&
                qobject_cast<const QTabBar*>(widget) == nullptr) {
                drawFocus(option, painter);
            }
            return;
        default:
            break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
    const QColor arrow = enabled(option) ? Theme::textMuted() : Theme::edge();
    if (control == CC_ComboBox) {
        drawField(option, painter);
        const QRectF place = proxy()->subControlRect(control, option, SC_ComboBoxArrow, widget);
        drawChevron(painter, place.center(), 4, 1, arrow);
        return;
    }
    const auto* const spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (control == CC_SpinBox && spin != nullptr) {
        drawField(option, painter);
        const auto drawStep = [&](SubControl step, QAbstractSpinBox::StepEnabledFlag possible,
                                  int down) {
            if (!(spin->subControls & step)) {
                return;
            }
            const bool live = enabled(option) && (spin->stepEnabled & possible);
            const bool hovered = live && (spin->activeSubControls & step);
            const QRectF place = proxy()->subControlRect(control, option, step, widget);
            drawChevron(painter, place.center(), 3, down,
                        hovered ? Theme::accent() : (live ? Theme::textMuted() : Theme::outline()));
        };
        drawStep(SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, -1);
        drawStep(SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, 1);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect ControlStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                   SubControl part, const QWidget* widget) const {
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const bool text = (control == CC_ComboBox && part == SC_ComboBoxEditField) ||
                      (control == CC_SpinBox && part == SC_SpinBoxEditField);
    if (!text) {
        return rect;
    }
    return option->direction == Qt::LeftToRight ? rect.adjusted(kIndent, 0, 0, 0)
                                                : rect.adjusted(0, 0, -kIndent, 0);
}

QSize ControlStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                     const QSize& size, const QWidget* widget) const {
    const QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_ComboBox || type == CT_SpinBox ? whole + QSize(kIndent, 0) : whole;
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                              const QWidget* widget) const {
    switch (metric) {
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return 17;
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing:
            return 7;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

}  // namespace ncf
