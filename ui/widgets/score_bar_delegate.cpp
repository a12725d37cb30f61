#include "widgets/score_bar_delegate.h"

#include "theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ncf {

ScoreBarDelegate::ScoreBarDelegate(int shareRole, QObject* parent)
    : QStyledItemDelegate(parent), shareRole_(shareRole) {}

void ScoreBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const double share = std::clamp(index.data(shareRole_).toDouble(), -1.0, 1.0);
    QRectF bar = QRectF(option.rect).adjusted(4, 4, -4, -4);
    bar.setWidth(bar.width() * std::abs(share));
    QColor colour = share < 0 ? Theme::warning() : Theme::accent();
    colour.setAlphaF(0.22f);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(bar, 3, 3);
    painter->restore();
    QStyledItemDelegate::paint(painter, option, index);
}

}  // namespace ncf
