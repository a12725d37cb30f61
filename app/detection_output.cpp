#include "detection_output.h"

#include "base/text.h"
#include "data/detection_text.h"
#include "output.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string separatorName(const std::string& separator) {
    return separator == "\t"     ? "tab"
           : separator == ","    ? "comma"
           : separator == " "    ? "blanks"
           : separator == "\x01" ? "control-A"
                                 : separator;
}

// "user", "not used" …, with a mark where it is not sure.
std::string useOf(const FileDetection& detection, const RatingColumns& columns, int column) {
    const std::optional<int> used[] = {columns.user, columns.item, columns.rating,
                                       columns.timestamp};
    for (std::size_t i = 0; i < kColumnRoles.size(); ++i) {
        const auto& guess = detection.roles[i];
        if (used[i] == column) {
            return roleName(kColumnRoles[i]) + (guess.sure ? "" : "?");
        }
    }
    return "";
}

std::string examplesOf(const ColumnProfile& profile) {
    std::string text;
    for (const auto& example : profile.examples) {
        text += (text.empty() ? "" : ", ") + example;
    }
    return text;
}

}  // namespace

void printDetection(const FileDetection& detection, const ReadReport& report) {
    const auto& format = report.format;
    std::cout << "  read as     separator " << printable(separatorName(format.separator))
              << (format.header ? ", with a header, " : ", no header, ") << format.encoding;
    if (report.numberFormat && report.numberFormat->kind != NumberFormat::Kind::Plain) {
        std::cout << ", ratings are " << numberFormatName(*report.numberFormat);
    }
    if (report.timeFormat) {
        std::cout << ", times are " << timeFormatName(*report.timeFormat);
    }
    std::cout << "\n";
    for (const auto& note : detection.notes) {
        std::cout << "              " << printable(note) << "\n";
    }
    if (!detection.columns.empty()) {
        Table table;
        table.column("    column");
        table.column("is taken for");
        table.column("holds");
        table.column("different", Table::Align::Right);
        table.column("such as");
        for (std::size_t i = 0; i < detection.columns.size(); ++i) {
            const auto& profile = detection.columns[i];
            table.row({"    " + std::to_string(i + 1) + " " + detection.table.columnNames[i],
                       useOf(detection, report.columns, static_cast<int>(i)), contentName(profile),
                       withThousands(profile.distinct), examplesOf(profile)});
        }
        table.print();
        std::cout << "              (by " << withThousands(detection.rowsLookedAt)
                  << " rows; ? is not sure)\n";
    }
    for (const auto& question : detection.questions) {
        std::cout << "  unsure      " << printable(question) << "\n";
    }
}

void printUnread(const ReadReport& report) {
    const auto unread = [](const char* what, const RejectedRows& rows, std::uint64_t without) {
        if (rows.count + without > 0) {
            std::cout << "  without     a " << what << ": " << withThousands(rows.count + without)
                      << " rows, which count all the same; " << withThousands(rows.count)
                      << " of these have one that cannot be read";
            if (!rows.listed.empty()) {
                std::cout << " (line " << rows.listed.front().line << ": "
                          << printable(rows.listed.front().reason) << ")";
            }
            std::cout << "\n";
        }
    };
    unread("rating", report.unreadRatings, report.withoutRating);
    unread("time", report.unreadTimes, report.withoutTime);
}

Json formatJson(const FileDetection& detection, const ReadReport& report) {
    const auto column = [](const std::optional<int>& index) {
        return index ? Json(*index + 1) : Json(nullptr);
    };
    const auto& format = report.format;
    Json json = {
        {"separator", format.separator},
        {"header", format.header},
        {"encoding", format.encoding},
        {"layout", layoutKey(format.layout)},
        {"skipLines", format.skipLines},
        {"comment", format.comment},
        {"userColumn", column(report.columns.user)},
        {"itemColumn", column(report.columns.item)},
        {"ratingColumn", column(report.columns.rating)},
        {"timestampColumn", column(report.columns.timestamp)},
        {"numberFormat",
         report.numberFormat ? Json(numberFormatKey(*report.numberFormat)) : Json(nullptr)},
        {"timeFormat", report.timeFormat ? Json(timeFormatKey(*report.timeFormat)) : Json(nullptr)},
        {"sure", detection.sure()},
        {"questions", detection.questions},
        {"notes", detection.notes}};
    auto& columns = json["columns"] = Json::array();
    for (std::size_t i = 0; i < detection.columns.size(); ++i) {
        const auto& profile = detection.columns[i];
        columns.push_back({{"name", detection.table.columnNames[i]},
                           {"type", typeName(profile.type)},
                           {"values", profile.values},
                           {"missing", profile.missing},
                           {"distinct", profile.distinct},
                           {"examples", profile.examples}});
    }
    auto& roles = json["roles"] = Json::object();
    for (const auto role : kColumnRoles) {
        const auto& guess = detection.role(role);
        roles[roleName(role)] = {{"column", column(guess.column)},
                                 {"sure", guess.sure},
                                 {"why", guess.why},
                                 {"rival", column(guess.rival)}};
    }
    return json;
}

}  // namespace ncf::cli
