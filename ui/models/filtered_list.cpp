#include "models/filtered_list.h"

namespace ncf {

FilteredList::FilteredList(RecommendationsModel* list, QObject* parent)
    : QSortFilterProxyModel(parent), list_(list) {
    setSourceModel(list);
    setSortRole(kItemSortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void FilteredList::setFilter(const ListFilter& filter) {
    if (filter != filter_) {
        filter_ = filter;
        invalidateFilter();
    }
}

bool FilteredList::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
    const auto& row = list_->row(sourceRow);
    if (!filter_.genre.isEmpty() && !genresOf(row.info).contains(filter_.genre)) {
        return false;
    }
    // While the places are not known, nothing is left out by them.
    const int rank = list_->popularityRank(sourceRow);
    if (rank != 0 &&
        (rank < filter_.popularFrom || (filter_.popularTo != 0 && rank > filter_.popularTo))) {
        return false;
    }
    return itemTitle(row.info, row.itemId).contains(filter_.text, Qt::CaseInsensitive);
}

}  // namespace ncf
