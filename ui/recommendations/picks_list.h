#pragma once

#include "experiment/what_if.h"
#include "recommendations/pick_scale.h"

#include <QWidget>

#include <set>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace ncf {

// An item that was picked, and what the person is said to think of it.
struct PickedItem {
    RecommendationRow item;
    float rating = 1;  // 1 where the data has no ratings
};

// The items that were picked, each with a choice of its rating and a button to take it out again.
class PicksList : public QWidget {
    Q_OBJECT

public:
    explicit PicksList(QWidget* parent = nullptr);

    // Before the first pick.
    void setScale(const PickScale& scale);
    // Rated highest, since one picks what one likes; nothing happens if it is there already.
    void add(const RecommendationRow& item);
    void clear();

    const std::vector<PickedItem>& picks() const { return picks_; }
    bool hasRatings() const { return !scale_.ratings.empty(); }
    std::set<ItemIndex> items() const;
    std::vector<RatedItem> rated() const;

Q_SIGNALS:
    void changed();
    void itemRequested(ncf::ItemIndex item);

private:
    QWidget* makeRow(const PickedItem& pick);
    QWidget* makeRating(const PickedItem& pick, const QString& title);
    void rate(ItemIndex item, float rating);
    void remove(ItemIndex item, QWidget* row);
    void updateNotes();

    PickScale scale_;
    std::vector<PickedItem> picks_;
    QVBoxLayout* rows_;
    QLabel* nothing_;  // instead of rows
    QLabel* note_;
};

}  // namespace ncf
