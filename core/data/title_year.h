#pragma once

#include <string_view>

namespace ncf {

// The year of "1995", "1995.0", "1995-10-30", "30 Oct 1995" or "19951030", negative in "-720"; 0
// without one.
int yearIn(std::string_view text);

// The year of a title that ends in "(1995)"; 0 without one.
int yearInTitle(std::string_view title);

}  // namespace ncf
