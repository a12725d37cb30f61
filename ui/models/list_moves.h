#pragma once

#include "store/project.h"

#include <QString>

#include <span>
#include <vector>

namespace ncf {

// How an item's place in one list differs from its place in another.
struct ListMove {
    enum class Kind { None, Up, Down, New, Gone };
    Kind kind = Kind::None;
    int places = 0;  // of Up and Down, from 1

    bool operator==(const ListMove&) const = default;
};

// By row of `now`: how it moved since `before`; New where it was not there.
std::vector<ListMove> movesSince(std::span<const RecommendationRow> before,
                                 std::span<const RecommendationRow> now);
// By row of `now`: Gone where `after` lacks it, else None.
std::vector<ListMove> lostIn(std::span<const RecommendationRow> after,
                             std::span<const RecommendationRow> now);

// "▲ 3", "▼ 2", "new", "gone", or nothing.
QString moveMark(const ListMove& move);
// The same in words, for tooltips and screen readers.
QString moveInWords(const ListMove& move);

}  // namespace ncf
