#pragma once

#include "data/column_names.h"

#include <initializer_list>
#include <string_view>

namespace ncf {

// The names that columns have, as plainName() writes them: without blanks and punctuation, in small
// letters. English first, then German, French, Spanish and Chinese.
struct KnownNames {
    std::initializer_list<std::string_view> says;   // the role, plainly
    std::initializer_list<std::string_view> hints;  // it may be that
};

const KnownNames& knownNames(ColumnRole role);
const KnownNames& knownTitleNames(TitleRole role);
// What stands in ratings files beside the four roles.
const std::initializer_list<std::string_view>& usualNames();
// What numbers rows, or things that happen once.
const std::initializer_list<std::string_view>& namesOfRowsAndEvents();

}  // namespace ncf
