#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ncf::markdown {

// Any text as plain text within a line: what Markdown or HTML would take for markup there is
// escaped, line breaks and control characters become spaces, and in what is no UTF-8 the bytes
// above ASCII become question marks. At the start of a line some text would still be a heading or
// a list.
std::string escaped(std::string_view text);

// Lines of code, whatever they hold, followed by a line break.
std::string fenced(std::string_view language, std::string_view code);

// Cells are Markdown on one line.
std::string table(const std::vector<std::string>& header,
                  const std::vector<std::vector<std::string>>& rows);

}  // namespace ncf::markdown
