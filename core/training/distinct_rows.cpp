#include "training/distinct_rows.h"

#include <algorithm>

namespace ncf {

void DistinctRows::find(std::span<const std::int32_t> rows) {
    if (++round_ == 0) {  // after 2^32 rounds old marks would look new
        std::fill(marks_.begin(), marks_.end(), Mark{});
        round_ = 1;
    }
    rows_.clear();
    places_.resize(rows.size());
    for (std::size_t sample = 0; sample < rows.size(); ++sample) {
        Mark& mark = marks_[static_cast<std::size_t>(rows[sample])];
        if (mark.round != round_) {
            mark = {round_, static_cast<std::int32_t>(rows_.size())};
            rows_.push_back(rows[sample]);
        }
        places_[sample] = mark.place;
    }
}

}  // namespace ncf
