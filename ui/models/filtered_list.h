#pragma once

#include "experiment/list_filter.h"
#include "models/item_lists.h"

#include <QSortFilterProxyModel>

namespace ncf {

// A recommendation list sorted by any of its columns and filtered; the numbers in the list stay as
// they are.
class FilteredList : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FilteredList(RecommendationsModel* list, QObject* parent = nullptr);

    void setFilter(const ListFilter& filter);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    RecommendationsModel* list_;
    ListFilter filter_;
};

}  // namespace ncf
