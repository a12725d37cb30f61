#pragma once

#include <QStyledItemDelegate>

namespace ncf {

// Draws a cell's text over a faint bar whose length is the share in the given role, 0..1; one below
// 0, down to −1, has another colour.
class ScoreBarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    ScoreBarDelegate(int shareRole, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int shareRole_;
};

}  // namespace ncf
