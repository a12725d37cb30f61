#include "models/reasons_model.h"

#include "models/item_lists.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace ncf {

ReasonsModel::ReasonsModel(Measure measure, QObject* parent)
    : QAbstractTableModel(parent), measure_(measure) {}

void ReasonsModel::setReasons(std::vector<Reason> reasons, bool rated) {
    beginResetModel();
    reasons_ = std::move(reasons);
    rated_ = rated;
    longest_ = 0;
    for (const auto& reason : reasons_) {
        longest_ = std::max(longest_, std::abs(weight(reason)));
    }
    endResetModel();
}

void ReasonsModel::setNumbers(bool shown) {
    numbers_ = shown;
    if (!reasons_.empty()) {
        Q_EMIT dataChanged(index(0, Weight), index(rowCount() - 1, Weight));
    }
}

int ReasonsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(reasons_.size());
}

int ReasonsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

float ReasonsModel::weight(const Reason& reason) const {
    return measure_ == Measure::Effect ? reason.effect : reason.similarity;
}

QString ReasonsModel::title(const Reason& reason) const {
    return itemTitle(reason.item.info, reason.item.itemId);
}

QString ReasonsModel::weightText(const Reason& reason) const {
    const float value = weight(reason);
    const bool against = measure_ == Measure::Effect && value < 0;
    if (!numbers_) {
        return against ? tr("speaks against") : QString();
    }
    const QString number = QLocale().toString(value, 'f', measure_ == Measure::Effect ? 3 : 2);
    return measure_ == Measure::Effect && value > 0 ? QStringLiteral("+") + number : number;
}

QString ReasonsModel::explained(const Reason& reason) const {
    const QString name =
        rated_ && isRated(reason.item.score)
            ? tr("%1, rated %2").arg(title(reason), QLocale().toString(reason.item.score, 'g', 4))
            : title(reason);
    if (measure_ == Measure::Similarity) {
        return name;
    }
    return reason.effect < 0 ? tr("%1: speaks against it").arg(name)
                             : tr("%1: speaks for it").arg(name);
}

QVariant ReasonsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& reason = reasons_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return index.column() == Title ? title(reason) : weightText(reason);
        case Qt::ToolTipRole:
            return explained(reason).toHtmlEscaped();
        case Qt::AccessibleTextRole:
            return explained(reason);
        case kShareRole:
            return longest_ > 0 ? static_cast<double>(weight(reason) / longest_) : 0.0;
        default:
            return {};
    }
}

}  // namespace ncf
