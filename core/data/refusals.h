#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace ncf {

// What a text is that holds no interactions, and what to do: a web page, XML, an SQL dump. nullopt
// for all others. Files that are no text: see knownBinary() in layout.h.
std::optional<Error> knownForeignText(std::string_view head, const std::string& fileName);

}  // namespace ncf
