#pragma once

#include "experiment/explain.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// Items of a user's history as reasons for a recommendation, each with a bar for how much it
// weighs.
class ReasonsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, Weight, ColumnCount };
    // What the bar stands for.
    enum class Measure { Effect, Similarity };
    // The bar's length against the longest one, −1..1; below 0 the item speaks against it.
    static constexpr int kShareRole = Qt::UserRole;

    explicit ReasonsModel(Measure measure, QObject* parent = nullptr);

    // `rated`: the data has ratings, so that the reasons' scores are the user's ratings.
    void setReasons(std::vector<Reason> reasons, bool rated);
    const std::vector<Reason>& reasons() const { return reasons_; }
    // Figures beside the bars.
    void setNumbers(bool shown);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    float weight(const Reason& reason) const;
    QString title(const Reason& reason) const;
    QString weightText(const Reason& reason) const;
    QString explained(const Reason& reason) const;

    Measure measure_;
    std::vector<Reason> reasons_;
    float longest_ = 0;
    bool rated_ = false;
    bool numbers_ = false;
};

}  // namespace ncf
