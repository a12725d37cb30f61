#include "experiment/sweep_axis.h"

#include "base/text.h"
#include "experiment/field_access.h"
#include "experiment/sweep_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ncf {

namespace {

// Whole numbers up to here are exact in a double.
constexpr double kMostWhole = 9e15;
constexpr int kMostSteps = 100;
constexpr std::string_view kDots = "..";
constexpr std::string_view kWarmStart = "warm-start";

Error bad(const std::string& what, const std::string& remedy) {
    return {ErrorKind::BadInput, what, remedy};
}

std::string_view listSeparator(const std::string& setting) {
    const NamedField* const field = findField(setting);
    return field != nullptr && field->kind == FieldKind::Widths ? "/" : ",";
}

double fourDigits(double value) {
    std::array<char, 40> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, 4)
                         .ptr;
    return parseDouble({buffer.data(), static_cast<std::size_t>(end - buffer.data())})
        .value_or(value);
}

std::string textOf(double value, bool whole) {
    return whole ? std::to_string(std::llround(value)) : decimalText(value);
}

// A number within the range, whole where the setting is.
std::string textWithin(double value, const ValueRange& range, bool whole) {
    const double rounded = whole ? std::round(value) : fourDigits(value);
    return textOf(std::clamp(rounded, range.low, range.high), whole);
}

bool isWhole(const std::string& setting) {
    const NamedField* const field = findField(setting);
    return field != nullptr && field->kind == FieldKind::Integer;
}

Status validateRange(const NamedField& field, const ValueRange& range) {
    if (field.kind != FieldKind::Integer && field.kind != FieldKind::Decimal) {
        return bad(field.name + " has no range: it is not a number.", "List its values.");
    }
    if (!(range.low < range.high) || !std::isfinite(range.low) || !std::isfinite(range.high)) {
        return bad("The range of " + field.name + " must go from a lower to a higher number.",
                   "Write it as LOW..HIGH.");
    }
    if (field.kind == FieldKind::Integer &&
        (range.low != std::floor(range.low) || range.high != std::floor(range.high) ||
         range.low < 0 || range.high > kMostWhole)) {
        return bad("The range of " + field.name + " must go from one whole number to another.", "");
    }
    if (range.logarithmic && range.low <= 0) {
        return bad("The logarithmic range of " + field.name + " must begin above 0.",
                   "Leave out “:log”, or begin higher.");
    }
    if (range.steps < 2 || range.steps > kMostSteps) {
        return bad("The range of " + field.name + " must have 2 to 100 steps.", "");
    }
    return {};
}

Result<SweepAxis> parseRange(const std::string& setting, std::string_view text) {
    const auto wrong = [&] {
        return bad("“" + std::string(text) + "” is not a range of " + setting + ".",
                   "Write it as 8..64, 8..64:log or, with the steps of a grid, 8..64:log:4.");
    };
    const auto parts = splitText(text, ":");
    const auto dots = parts[0].find(kDots);
    const auto low = parseDouble(trimmed(parts[0].substr(0, dots)));
    const auto high = parseDouble(trimmed(parts[0].substr(dots + kDots.size())));
    if (!low || !high) {
        return wrong();
    }
    ValueRange range{*low, *high};
    std::size_t at = 1;
    if (at < parts.size() && trimmed(parts[at]) == "log") {
        range.logarithmic = true;
        ++at;
    }
    if (at < parts.size()) {
        const auto steps = parseInteger(trimmed(parts[at++]));
        if (!steps || *steps < 2 || *steps > kMostSteps) {
            return wrong();
        }
        range.steps = static_cast<int>(*steps);
    }
    if (at < parts.size()) {
        return wrong();
    }
    return SweepAxis{setting, {}, range};
}

}  // namespace

Status SweepAxis::validate() const {
    const NamedField* const field = findField(setting);
    if (field == nullptr) {
        return bad("“" + setting + "” is not a setting.", "`ncf train --help` lists them.");
    }
    if (setting == kWarmStart) {
        return bad("A sweep cannot vary " + setting + ": its values are runs.",
                   "Start all of it from one run, or from random weights.");
    }
    if (!canVary(setting)) {
        return bad("A sweep cannot vary " + setting + ".",
                   "It changes how runs are measured, so that their results would not compare.");
    }
    if (range) {
        return validateRange(*field, *range);
    }
    if (values.empty()) {
        return bad("No value of " + setting + " is given.",
                   "List some, or give a range LOW..HIGH.");
    }
    for (const auto& value : values) {
        ExperimentConfig any;
        if (auto status = setFields(any, {{setting, value}}); !status) {
            return status;
        }
    }
    return {};
}

bool canVary(const std::string& setting) {
    constexpr std::array<std::string_view, 8> kMeasures = {
        "split",         "test-share", "validation-share", "evaluation-negatives",
        "positive-from", "loss",       "cutoff",           "candidates"};
    return setting != kWarmStart &&
           std::find(kMeasures.begin(), kMeasures.end(), setting) == kMeasures.end();
}

std::vector<std::string> gridValues(const SweepAxis& axis) {
    std::vector<std::string> texts = axis.values;
    if (axis.range) {
        const auto& range = *axis.range;
        const bool whole = isWhole(axis.setting);
        for (int i = 0; i < range.steps; ++i) {
            const double share = static_cast<double>(i) / (range.steps - 1);
            const double value = range.logarithmic
                                     ? range.low * std::pow(range.high / range.low, share)
                                     : range.low + share * (range.high - range.low);
            texts.push_back(i == 0                 ? textOf(range.low, whole)
                            : i == range.steps - 1 ? textOf(range.high, whole)
                                                   : textWithin(value, range, whole));
        }
    }
    // Whole numbers of a narrow range coincide, and so may what a person typed.
    std::vector<std::string> different;
    for (auto& text : texts) {
        if (std::find(different.begin(), different.end(), text) == different.end()) {
            different.push_back(std::move(text));
        }
    }
    return different;
}

std::string drawValue(const SweepAxis& axis, Random& random) {
    if (!axis.range) {
        return axis.values[random.below(static_cast<std::uint32_t>(axis.values.size()))];
    }
    const auto& range = *axis.range;
    const bool whole = isWhole(axis.setting);
    // Whole numbers have a share of their own up to the next one, the highest included.
    const double high = range.high + (whole ? 1 : 0);
    const double share = random.uniform();
    const double value = range.logarithmic ? range.low * std::pow(high / range.low, share)
                                           : range.low + share * (high - range.low);
    return textWithin(whole ? std::floor(value) : value, range, whole);
}

Result<SweepAxis> parseAxis(const std::string& setting, const std::string& text) {
    SweepAxis axis{setting, {}, std::nullopt};
    const std::string_view all = trimmed(text);
    if (all.find(kDots) != std::string_view::npos) {
        auto range = parseRange(setting, all);
        if (!range) {
            return range.error();
        }
        axis = *range;
    } else if (!all.empty()) {
        for (const auto part : splitText(all, listSeparator(setting))) {
            ExperimentConfig read;
            std::string value(trimmed(part));
            // As commandLine() would write it: "1e-3" becomes "0.001". A 0 switches a branch off
            // and has no other spelling.
            if (auto status = setFields(read, {{setting, value}}); status && value != "0") {
                value = fieldText(read, setting);
            }
            axis.values.push_back(std::move(value));
        }
    }
    if (auto valid = axis.validate(); !valid) {
        return valid.error();
    }
    return axis;
}

std::string axisText(const SweepAxis& axis) {
    if (axis.range) {
        return decimalText(axis.range->low) + std::string(kDots) + decimalText(axis.range->high) +
               (axis.range->logarithmic ? ":log" : "") +
               (axis.range->steps != ValueRange().steps ? ":" + std::to_string(axis.range->steps)
                                                        : "");
    }
    std::string text;
    for (const auto& value : axis.values) {
        text += (text.empty() ? "" : std::string(listSeparator(axis.setting))) + value;
    }
    return text;
}

}  // namespace ncf
