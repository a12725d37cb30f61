#include "widgets/badge_delegate.h"

#include "theme/theme.h"

#include <QApplication>
#include <QPainter>

namespace ncf {

namespace {
constexpr int kPadding = 6;  // within the frame, and between it and what is beside it
}

BadgeDelegate::BadgeDelegate(int badgeRole, QObject* parent)
    : QStyledItemDelegate(parent), badgeRole_(badgeRole) {}

void BadgeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const QString badge = index.data(badgeRole_).toString();
    if (badge.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    QFont font = cell.font;
    font.setPointSizeF(font.pointSizeF() * 0.85);
    const QFontMetrics metrics(font);
    const int width = metrics.horizontalAdvance(badge) + 2 * kPadding;
    const int room = cell.rect.width() - width - 4 * kPadding;
    cell.text = cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, room);
    const QStyle* const style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    QRectF frame(0, 0, width, metrics.height() + 2);
    frame.moveCenter(QRectF(cell.rect).center());
    frame.moveRight(cell.rect.right() - kPadding);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Theme::accent());
    painter->drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), frame.height() / 2,
                             frame.height() / 2);
    painter->setFont(font);
    painter->drawText(frame, Qt::AlignCenter, badge);
    painter->restore();
}

}  // namespace ncf
