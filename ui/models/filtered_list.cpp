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
    return accepts(filter_, list_->row(sourceRow), list_->popularityRank(sourceRow));
}

}  // namespace ncf
