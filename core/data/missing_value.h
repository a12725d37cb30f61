#pragma once

#include <string_view>

namespace ncf {

// "", NA, N/A, #N/A, null, nil, none, NaN, NaT, \N, "?", "." and dashes: written, but not there.
// In any case of letters; blanks around do not count.
bool isMissing(std::string_view text);

}  // namespace ncf
