#include "base/text.h"
#include "data/column_names.h"
#include "data/detection.h"
#include "data/missing_value.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace ncf {

namespace {

constexpr std::size_t kExamples = 3;
constexpr std::size_t kExampleBytes = 40;
constexpr double kMostly = 0.9;

std::string shortened(std::string_view text) {
    if (text.size() <= kExampleBytes) {
        return std::string(text);
    }
    std::size_t end = kExampleBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
        --end;
    }
    return std::string(text.substr(0, end)) + "…";
}

// Digits behind the last decimal mark, without zeros at the end: 30.2367 has 4, 3.0 has none.
int decimalsOf(std::string_view text, NumberFormat format) {
    const char mark = format.kind == NumberFormat::Kind::DecimalComma ? ',' : '.';
    const auto at = text.rfind(mark);
    if (at == std::string_view::npos) {
        return 0;
    }
    auto digits = text.substr(at + 1);
    while (digits.ends_with('0')) {
        digits.remove_suffix(1);
    }
    return static_cast<int>(digits.size());
}

void measureNumbers(ColumnProfile& column, const std::vector<std::string_view>& values) {
    column.number = guessNumberFormat(values);
    if (!column.number) {
        return;
    }
    bool first = true;
    for (const auto value : values) {
        if (const auto number = parseNumber(value, column.number->format)) {
            column.low = first ? *number : std::min(column.low, *number);
            column.high = first ? *number : std::max(column.high, *number);
            column.decimals = std::max(column.decimals, decimalsOf(value, column.number->format));
            first = false;
        }
    }
}

ColumnProfile::Type typeOf(const ColumnProfile& column,
                           const std::vector<std::string_view>& values) {
    using Type = ColumnProfile::Type;
    if (values.empty()) {
        return Type::Empty;
    }
    const auto plainTime = guessTimeFormat(values, false);
    if (plainTime && plainTime->readable >= kMostly) {
        return Type::Time;
    }
    if (!column.number || column.number->readable < kMostly) {
        return Type::Text;
    }
    if (column.number->format.kind == NumberFormat::Kind::Words) {
        return Type::Word;
    }
    return column.decimals == 0 ? Type::Integer : Type::Decimal;
}

}  // namespace

ColumnProfile profileColumn(std::string name, std::span<const std::string_view> all) {
    ColumnProfile column;
    column.name = std::move(name);
    std::vector<std::string_view> values;
    std::unordered_set<std::string_view> different;
    for (const auto text : all) {
        const auto value = trimmed(text);
        if (isMissing(value)) {
            ++column.missing;
            continue;
        }
        values.push_back(value);
        column.longest = std::max(column.longest, value.size());
        if (different.insert(value).second && column.examples.size() < kExamples) {
            column.examples.push_back(shortened(value));
        }
    }
    column.values = values.size();
    column.distinct = different.size();
    measureNumbers(column, values);
    column.type = typeOf(column, values);
    column.time = guessTimeFormat(values, nameVote(column.name, ColumnRole::Time) > 0 ||
                                              column.type != ColumnProfile::Type::Time);
    return column;
}

std::string typeName(ColumnProfile::Type type) {
    switch (type) {
        case ColumnProfile::Type::Empty:
            return "empty";
        case ColumnProfile::Type::Integer:
            return "whole numbers";
        case ColumnProfile::Type::Decimal:
            return "numbers";
        case ColumnProfile::Type::Word:
            return "yes or no";
        case ColumnProfile::Type::Time:
            return "times";
        case ColumnProfile::Type::Text:
            break;
    }
    return "text";
}

}  // namespace ncf
