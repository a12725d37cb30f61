#include "data/html_entities.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace ncf {

namespace {

// From U+00A0 to U+00FF.
constexpr std::array<std::string_view, 96> kLatin1 = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Entity {
    std::string_view name;
    std::uint32_t point;
};

constexpr std::array<Entity, 39> kOthers = {
    {{"amp", '&'},       {"lt", '<'},        {"gt", '>'},       {"quot", '"'},
     {"apos", '\''},     {"OElig", 0x152},   {"oelig", 0x153},  {"Scaron", 0x160},
     {"scaron", 0x161},  {"Yuml", 0x178},    {"fnof", 0x192},   {"circ", 0x2c6},
     {"tilde", 0x2dc},   {"ensp", 0x2002},   {"emsp", 0x2003},  {"thinsp", 0x2009},
     {"zwnj", 0x200c},   {"zwj", 0x200d},    {"lrm", 0x200e},   {"rlm", 0x200f},
     {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019},
     {"sbquo", 0x201a},  {"ldquo", 0x201c},  {"rdquo", 0x201d}, {"bdquo", 0x201e},
     {"dagger", 0x2020}, {"Dagger", 0x2021}, {"bull", 0x2022},  {"hellip", 0x2026},
     {"permil", 0x2030}, {"prime", 0x2032},  {"Prime", 0x2033}, {"lsaquo", 0x2039},
     {"rsaquo", 0x203a}, {"euro", 0x20ac},   {"trade", 0x2122}}};

constexpr std::size_t kLongestEntity = 10;  // between & and ;

// The character of U+0080 or above as UTF-8.
std::string utf8Of(std::uint32_t point) {
    const auto tail = [point](int shift) {
        return static_cast<char>(0x80 | (point >> shift & 0x3f));
    };
    if (point < 0x800) {
        return {static_cast<char>(0xc0 | point >> 6), tail(0)};
    }
    if (point < 0x10000) {
        return {static_cast<char>(0xe0 | point >> 12), tail(6), tail(0)};
    }
    return {static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

std::string characterOf(std::uint32_t point) {
    const bool control = point < 0x20 || point == 0x7f;
    if (control || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff) {
        return {};
    }
    if (point < 0x80) {
        return std::string(1, static_cast<char>(point));
    }
    // As in HTML, &#146; means what the byte does in Windows-1252.
    return point < 0xa0 ? latin1ToUtf8(std::string(1, static_cast<char>(point))) : utf8Of(point);
}

std::string numbered(std::string_view digits) {
    const int base = digits.starts_with('x') || digits.starts_with('X') ? 16 : 10;
    digits.remove_prefix(base == 16 ? 1 : 0);
    std::uint32_t point = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), point, base);
    return error == std::errc() && end == digits.data() + digits.size() ? characterOf(point)
                                                                        : std::string();
}

// What stands between & and ; as its character, empty if it is none.
std::string meaningOf(std::string_view entity) {
    if (entity.starts_with('#')) {
        return numbered(entity.substr(1));
    }
    if (const auto at = std::find(kLatin1.begin(), kLatin1.end(), entity); at != kLatin1.end()) {
        return utf8Of(0xa0 + static_cast<std::uint32_t>(at - kLatin1.begin()));
    }
    const auto at = std::find_if(kOthers.begin(), kOthers.end(),
                                 [&](const Entity& other) { return other.name == entity; });
    return at != kOthers.end() ? characterOf(at->point) : std::string();
}

}  // namespace

std::string withoutHtmlEntities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto start = std::min(text.find('&'), text.size());
        out += text.substr(0, start);
        text.remove_prefix(start);
        const auto end = text.substr(0, kLongestEntity + 2).find(';');
        const auto meaning =
            end == std::string_view::npos ? std::string() : meaningOf(text.substr(1, end - 1));
        if (!meaning.empty()) {
            out += meaning;
            text.remove_prefix(end + 1);
        } else if (!text.empty()) {
            out += '&';
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace ncf
