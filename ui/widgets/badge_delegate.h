#pragma once

#include <QStyledItemDelegate>

namespace ncf {

// Draws a cell's text and, where the given role has a word, that word in a small frame at the end
// of the cell.
class BadgeDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    BadgeDelegate(int badgeRole, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int badgeRole_;
};

}  // namespace ncf
