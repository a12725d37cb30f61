#pragma once

#include <string>

namespace ncf {

// A word of a command, quoted for a POSIX shell where it needs to be.
std::string shellQuoted(const std::string& text);
// The same for a file's path, which must not read as an option.
std::string shellQuotedFile(const std::string& file);

}  // namespace ncf
