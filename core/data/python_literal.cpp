#include "data/python_literal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace ncf {

namespace {

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits, std::size_t wanted) {
    if (digits.size() < wanted) {
        return std::nullopt;
    }
    std::uint32_t value = 0;
    for (const char c : digits.substr(0, wanted)) {
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) {
            return std::nullopt;
        }
        value = value << 4 | static_cast<std::uint32_t>(digit);
    }
    return value;
}

void appendUnit(std::string& json, std::uint32_t unit) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    json += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
        json += kDigits[unit >> shift & 15];
    }
}

class Converter {
public:
    explicit Converter(std::string_view text) : text_(text) { json_.reserve(text.size() + 16); }

    std::string convert() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"' || c == '\'') {
                string(false);
            } else if (isWordCharacter(c) || c == '-' || c == '+') {
                word();
            } else if (c == ',') {
                comma();
            } else {
                json_ += c == '(' ? '[' : c == ')' ? ']' : c;
                ++at_;
            }
        }
        return std::move(json_);
    }

private:
    char peek(std::size_t ahead) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    // JSON has no comma before a closing bracket.
    void comma() {
        const auto next = text_.find_first_not_of(" \t\r\n", at_ + 1);
        if (next == std::string_view::npos ||
            std::string_view(")]}").find(text_[next]) == std::string_view::npos) {
            json_ += ',';
        }
        ++at_;
    }

    void word() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && (isWordCharacter(text_[end]) || text_[end] == '.' ||
                                      ((text_[end] == '-' || text_[end] == '+') &&
                                       (text_[end - 1] == 'e' || text_[end - 1] == 'E')))) {
            ++end;
        }
        auto word = text_.substr(at_, end - at_);
        at_ = end;
        if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"') && word.size() <= 2 &&
            word.find_first_not_of("uUbBrR") == std::string_view::npos) {
            string(word.find_first_of("rR") != std::string_view::npos);
            return;
        }
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords = {{
            {"True", "true"},
            {"False", "false"},
            {"None", "null"},
            {"NaN", "null"},
            {"nan", "null"},
            {"Infinity", "null"},
            {"-Infinity", "null"},
            {"inf", "null"},
        }};
        for (const auto& [python, json] : kWords) {
            if (word == python) {
                json_ += json;
                return;
            }
        }
        if (word.size() > 1 && word.back() == 'L' &&
            word.find_first_not_of("-0123456789") == word.size() - 1) {
            word.remove_suffix(1);
        }
        json_ += word;
    }

    // A string from its opening quote on; `raw` ones know no escapes.
    void string(bool raw) {
        const char quote = text_[at_++];
        json_ += '"';
        while (at_ < text_.size() && text_[at_] != quote) {
            const char c = text_[at_];
            if (c == '\\' && at_ + 1 < text_.size()) {
                if (raw) {
                    json_ += "\\\\";
                    ++at_;
                } else {
                    escape();
                }
            } else if (static_cast<unsigned char>(c) < 0x20) {
                appendUnit(json_, static_cast<std::uint32_t>(c));
                ++at_;
            } else {
                json_ += c == '"' ? "\\\"" : std::string_view(&text_[at_], 1);
                ++at_;
            }
        }
        if (at_ < text_.size()) {
            json_ += '"';
            ++at_;
        }
    }

    void escape() {
        const char c = peek(1);
        const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0) {
            const auto code = hexadecimal(text_.substr(at_ + 2), digits);
            if (code && *code <= 0x10FFFF) {
                if (*code > 0xFFFF) {
                    appendUnit(json_, 0xD800 + ((*code - 0x10000) >> 10));
                    appendUnit(json_, 0xDC00 + ((*code - 0x10000) & 0x3FF));
                } else {
                    appendUnit(json_, *code);
                }
                at_ += 2 + digits;
                return;
            }
        }
        if (c == '\'') {
            json_ += '\'';
        } else if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) {
            json_ += '\\';
            json_ += c;
        } else {
            // Python leaves what is no escape as it is.
            json_ += "\\\\";
            ++at_;
            return;
        }
        at_ += 2;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string json_;
};

}  // namespace

std::string pythonAsJson(std::string_view text) {
    return Converter(text).convert();
}

}  // namespace ncf
