#pragma once

#include <string>
#include <string_view>

namespace ncf {

// UTF-8 text with its Latin, Greek and Cyrillic capitals made small, so that texts can be compared
// whatever their case; the same on every system. Of the Latin letters those up to U+017F; bytes
// that are not UTF-8 stay as they are.
std::string foldCase(std::string_view text);

}  // namespace ncf
