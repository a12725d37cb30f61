#pragma once

#include <QStyledItemDelegate>

namespace ncf {

// Draws a cell's text over a faint bar whose length is the share (0..1) in the given role.
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
