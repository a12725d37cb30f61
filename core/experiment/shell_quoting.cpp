#include "experiment/shell_quoting.h"

#include <string_view>

namespace ncf {

std::string shellQuoted(const std::string& text) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:=+@%-";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos && text[0] != '-') {
        return text;
    }
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

std::string shellQuotedFile(const std::string& file) {
    return shellQuoted(file.starts_with("-") ? "./" + file : file);
}

}  // namespace ncf
