#include "experiment/stored_format.h"

#include "data/table_detection.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ncf {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kRepeatedPairs = {
    std::pair{RepeatedPairs::Latest, "latest"}, std::pair{RepeatedPairs::First, "first"},
    std::pair{RepeatedPairs::Mean, "mean"}, std::pair{RepeatedPairs::Sum, "sum"}};

// The roles with their keys, of any two structs of columns.
template <class Columns>
auto roles(Columns& columns) {
    return std::array{std::pair{"user", &columns.user}, std::pair{"item", &columns.item},
                      std::pair{"rating", &columns.rating},
                      std::pair{"timestamp", &columns.timestamp}};
}

// nullopt unless it is a column: {"number": 1, "name": "film"}, counted from 1.
std::optional<StoredFormat::Column> columnFrom(const Json& json) {
    constexpr int kMost = 100'000;
    const auto number = json.is_object() ? json.find("number") : json.end();
    if (!json.is_object() || number == json.end() || !number->is_number_integer() || *number < 1 ||
        *number > kMost) {
        return std::nullopt;
    }
    const auto name = json.find("name");
    return StoredFormat::Column{number->get<int>() - 1, name != json.end() && name->is_string()
                                                            ? name->get<std::string>()
                                                            : std::string()};
}

std::optional<StoredFormat::Columns> columnsFrom(const Json& json) {
    if (!json.is_object()) {
        return std::nullopt;
    }
    StoredFormat::Columns columns;
    for (const auto& [key, column] : roles(columns)) {
        if (json.contains(key)) {
            *column = columnFrom(json[key]);
        }
    }
    return columns.user && columns.item ? std::optional(columns) : std::nullopt;
}

// Where the file has that column.
std::optional<int> findColumn(const StoredFormat::Column& column, const TableGuess& table) {
    const auto& names = table.columnNames;
    if (table.format.header && !column.name.empty()) {
        const auto found = std::ranges::find(names, column.name);
        return found == names.end() ? std::nullopt
                                    : std::optional(static_cast<int>(found - names.begin()));
    }
    return column.number < static_cast<int>(names.size()) ? std::optional(column.number)
                                                          : std::nullopt;
}

Error noColumn(const std::filesystem::path& file, const std::string& role,
               const StoredFormat::Column& column) {
    const std::string name = column.name.empty() ? "column " + std::to_string(column.number + 1)
                                                 : "column “" + column.name + "”";
    return {ErrorKind::BadInput,
            file.filename().string() + " has no " + name + ", which holds the " + role +
                " in the project's data.",
            column.name.empty()
                ? "Order its columns like those of the file that was imported."
                : "Give it a header line with the names that the imported file has."};
}

}  // namespace

std::string repeatedPairsKey(RepeatedPairs repeated) {
    return std::ranges::find(kRepeatedPairs, repeated,
                             [](const auto& entry) { return entry.first; })
        ->second;
}

Json storedFormatJson(const ReadReport& report, const std::vector<std::string>& columnNames) {
    Json columns = Json::object();
    for (const auto& [key, column] : roles(report.columns)) {
        if (!*column) {
            continue;
        }
        columns[key]["number"] = **column + 1;
        if (report.format.header && static_cast<std::size_t>(**column) < columnNames.size()) {
            columns[key]["name"] = columnNames[static_cast<std::size_t>(**column)];
        }
    }
    Json json = {{"separator", report.format.separator},
                 {"header", report.format.header},
                 {"encoding", report.format.encoding},
                 {"layout", layoutKey(report.format.layout)},
                 {"comment", report.format.comment},
                 {"columns", columns},
                 {"repeated", repeatedPairsKey(report.repeated)}};
    if (report.numberFormat) {
        json["numbers"] = numberFormatKey(*report.numberFormat);
    }
    if (report.timeFormat) {
        json["times"] = timeFormatKey(*report.timeFormat);
    }
    if (report.unrated) {
        json["unrated"] = *report.unrated;
    }
    return json;
}

StoredFormat storedFormat(const std::string& reportJson) {
    StoredFormat format;
    const Json report = Json::parse(reportJson, nullptr, false);
    if (!report.is_object() || !report.contains("format") || !report["format"].is_object()) {
        return format;
    }
    const Json& json = report["format"];
    const auto text = [&](const char* key) {
        return json.contains(key) && json[key].is_string() ? json[key].get<std::string>()
                                                           : std::string();
    };
    format.table.layout = layoutOfKey(text("layout"));
    // Other layouts have separators and headers of their own.
    const bool table = format.table.layout.value_or(Layout::Table) == Layout::Table;
    if (table && canSeparate(text("separator"))) {
        format.table.separator = text("separator");
    }
    if (table && json.contains("header") && json["header"].is_boolean()) {
        format.table.header = json["header"].get<bool>();
    }
    // UTF-8 is found without being told, and a file of it may be followed by one of another.
    if (const auto encoding = canonicalEncoding(text("encoding")); encoding && *encoding != kUtf8) {
        format.table.encoding = *encoding;
    }
    if (!text("comment").empty()) {
        format.table.comment = text("comment");
    }
    format.numberFormat = numberFormatOfKey(text("numbers"));
    format.timeFormat = timeFormatOfKey(text("times"));
    if (json.contains("unrated") && json["unrated"].is_number()) {
        format.unrated = json["unrated"].get<double>();
    }
    if (json.contains("columns")) {
        format.columns = columnsFrom(json["columns"]);
    }
    for (const auto& [repeated, key] : kRepeatedPairs) {
        if (key == text("repeated")) {
            format.repeated = repeated;
        }
    }
    return format;
}

Result<ReadOptions> optionsFor(const std::filesystem::path& file, const StoredFormat& format) {
    ReadOptions options;
    options.table = format.table;
    if (format.table.header == false) {
        options.table.header.reset();
    }
    options.numberFormat = format.numberFormat;
    options.timeFormat = format.timeFormat;
    options.unrated = format.unrated;
    options.repeated = format.repeated;
    if (!format.columns) {
        return options;
    }
    const auto preview = detectRatings(file, options);
    if (!preview) {
        return preview.error();
    }
    // A header where the first file had none says more than places do.
    if (preview->table.format.header && format.table.header == false) {
        return options;
    }
    RatingColumns columns;
    for (std::size_t at = 0; at < roles(columns).size(); ++at) {
        if (const auto& stored = *roles(*format.columns)[at].second) {
            *roles(columns)[at].second = findColumn(*stored, preview->table);
        }
    }
    for (const auto& [role, found, stored] :
         {std::tuple{"users", columns.user, format.columns->user},
          std::tuple{"items", columns.item, format.columns->item}}) {
        if (!found) {
            return noColumn(file, role, *stored);
        }
    }
    options.columns = columns;
    return options;
}

}  // namespace ncf
