#include "data/title_ids.h"

#include "base/text.h"

#include <algorithm>

namespace ncf {

namespace {

constexpr std::size_t kIsbn10 = 10;
constexpr std::size_t kIsbn13 = 13;
// Of a number or an ISBN, hyphens and quotes included; what is longer has one form only.
constexpr std::size_t kLongestForm = 40;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isNumber(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

std::string_view withoutQuotes(std::string_view text) {
    for (const char quote : {'"', '\''}) {
        if (text.size() > 2 && text.front() == quote && text.back() == quote) {
            return trimmed(text.substr(1, text.size() - 2));
        }
    }
    return text;
}

// "12.0" and "12.00" → "12".
std::string_view withoutFraction(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos || point == 0 || point + 1 == text.size() ||
        text.find_first_not_of('0', point + 1) != std::string_view::npos) {
        return text;
    }
    return text.substr(0, point);
}

std::string_view withoutZeros(std::string_view text) {
    while (text.size() > 1 && text.front() == '0' && (isDigit(text[1]) || text[1] == 'X')) {
        text.remove_prefix(1);
    }
    return text;
}

// The digits of an ISBN, with the X at the end of some; empty for what is none.
std::string isbnOf(std::string_view text) {
    if (text.empty() || !isDigit(text.front()) || text.back() == '-') {
        return {};
    }
    std::string digits;
    for (const char c : text) {
        if (c != '-') {
            digits += c == 'x' ? 'X' : c;
        }
    }
    const bool ten = digits.size() == kIsbn10 &&
                     isNumber(std::string_view(digits).substr(0, kIsbn10 - 1)) &&
                     (isDigit(digits.back()) || digits.back() == 'X');
    const bool thirteen = digits.size() == kIsbn13 && isNumber(digits) &&
                          (digits.starts_with("978") || digits.starts_with("979"));
    return ten || thirteen ? digits : std::string();
}

}  // namespace

std::string plainId(std::string_view id) {
    id = withoutQuotes(trimmed(id));
    if (id.size() > kLongestForm) {
        return std::string(id);
    }
    const auto isbn = isbnOf(id);
    const std::string_view number = isbn.empty() ? withoutFraction(id) : std::string_view(isbn);
    return std::string(isNumber(number) || !isbn.empty() ? withoutZeros(number) : id);
}

ItemLookup::ItemLookup(const IdMap& items) : items_(items) {
    for (std::size_t item = 0; item < items.size(); ++item) {
        const auto index = static_cast<std::int32_t>(item);
        const auto form = forms_.insert(plainId(items.id(index)));
        if (static_cast<std::size_t>(form) == itemOfForm_.size()) {
            itemOfForm_.push_back(index);
        } else {
            itemOfForm_[static_cast<std::size_t>(form)] = IdMap::kNone;
        }
    }
}

ItemLookup::Match ItemLookup::find(std::string_view id) const {
    id = trimmed(id);
    if (const auto item = items_.find(id); item != IdMap::kNone || id.empty()) {
        return {item, false};
    }
    const auto form = forms_.find(plainId(id));
    return {form == IdMap::kNone ? IdMap::kNone : itemOfForm_[static_cast<std::size_t>(form)],
            true};
}

}  // namespace ncf
