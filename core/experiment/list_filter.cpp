#include "experiment/list_filter.h"

#include "base/letter_case.h"
#include "base/text.h"
#include "experiment/explanation_text.h"

#include <algorithm>
#include <cmath>

namespace ncf {

bool accepts(const ListFilter& filter, const RecommendationRow& row, int popularityRank) {
    if (popularityRank != 0 && (popularityRank < filter.popularFrom ||
                                (filter.popularTo != 0 && popularityRank > filter.popularTo))) {
        return false;
    }
    if (!filter.genre.empty()) {
        const std::string genres = foldCase(row.info.genres);
        const auto each = splitText(genres, "|");
        if (std::ranges::find(each, foldCase(filter.genre)) == each.end()) {
            return false;
        }
    }
    return filter.text.empty() ||
           foldCase(displayName(row)).find(foldCase(filter.text)) != std::string::npos;
}

int mostPopular(double share, std::size_t items) {
    return std::max(1, static_cast<int>(std::lround(share * static_cast<double>(items))));
}

}  // namespace ncf
