#pragma once

#include "base/text.h"

#include <string_view>

namespace ncf {

// trimmed(), without a call for the many texts that have no blanks around them.
inline std::string_view quicklyTrimmed(std::string_view text) {
    const auto solid = [](char c) { return static_cast<unsigned char>(c) > ' '; };
    return !text.empty() && solid(text.front()) && solid(text.back()) ? text : trimmed(text);
}

}  // namespace ncf
