#include "experiment/markdown.h"

#include "base/text.h"

#include <algorithm>

namespace ncf::markdown {

namespace {

std::string line(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const auto& cell : cells) {
        text += " " + cell + " |";
    }
    return text + "\n";
}

std::size_t longestRun(std::string_view text, char wanted) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == wanted ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

std::string escaped(std::string_view text) {
    constexpr std::string_view kMarkup = "\\`*_[]<>|~&$";
    const bool utf8 = isValidUtf8(text);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) {
            out += ' ';
        } else if (byte >= 0x80) {
            out += utf8 ? text[i] : '?';
        } else {
            if (kMarkup.find(text[i]) != std::string_view::npos ||
                text.substr(i).starts_with("://")) {
                out += '\\';
            }
            out += text[i];
        }
    }
    return out;
}

std::string fenced(std::string_view language, std::string_view code) {
    // A fence ends at one as long, so it is longer than any in the code.
    const std::string fence(std::max<std::size_t>(3, longestRun(code, '`') + 1), '`');
    const bool closed = code.ends_with('\n');
    return fence + std::string(language) + "\n" + std::string(code) + (closed ? "" : "\n") + fence +
           "\n";
}

std::string table(const std::vector<std::string>& header,
                  const std::vector<std::vector<std::string>>& rows) {
    std::string text = line(header) + "|";
    for (std::size_t i = 0; i < header.size(); ++i) {
        text += " --- |";
    }
    text += "\n";
    for (const auto& row : rows) {
        text += line(row);
    }
    return text;
}

}  // namespace ncf::markdown
