#include "base/text.h"
#include "data/column_names.h"
#include "data/detection_text.h"
#include "data/ratings_reader.h"
#include "data/text_sample.h"

#include <algorithm>

namespace ncf {

namespace {

// More than this share of times before 1950 or after next year is asked about.
constexpr double kFarOff = 0.01;

// The last column of a layout that was turned into a table says where a row comes from.
void dropSourceLines(FileDetection& found) {
    if (found.table.format.layout == Layout::Table || found.columns.empty()) {
        return;
    }
    found.columns.pop_back();
    found.table.columnNames.pop_back();
    for (auto& row : found.table.rows) {
        row.resize(std::min(row.size(), found.table.columnNames.size()));
    }
}

std::string nameOf(const FileDetection& found, int column) {
    return "“" + found.table.columnNames[static_cast<std::size_t>(column)] + "”";
}

const ColumnProfile* profileOf(const FileDetection& found, const std::optional<int>& column) {
    const bool there =
        column && *column >= 0 && static_cast<std::size_t>(*column) < found.columns.size();
    return there ? &found.columns[static_cast<std::size_t>(*column)] : nullptr;
}

// A column whose name says the role plainly, and whose values cannot be read as such.
void askAboutUnused(FileDetection& found, ColumnRole role) {
    if (found.role(role).column) {
        return;
    }
    for (std::size_t column = 0; column < found.columns.size(); ++column) {
        const auto& profile = found.columns[column];
        if (profile.values > 0 && nameVote(profile.name, role) == 1) {
            found.questions.push_back("Is " + nameOf(found, static_cast<int>(column)) + " the " +
                                      roleName(role) + "? It is not used, since values such as “" +
                                      profile.examples.front() + "” cannot be read as " +
                                      (role == ColumnRole::Rating ? "numbers." : "times."));
            return;
        }
    }
}

void ask(FileDetection& found, const ReadOptions& options, const SampledFile& sampled) {
    if (sampled.encodingOpen) {
        found.questions.push_back(encodingQuestion(found));
    }
    for (const auto which : kColumnRoles) {
        if (auto question = roleQuestion(found, which); !question.empty()) {
            found.questions.push_back(std::move(question));
        }
    }
    if (!options.columns) {
        askAboutUnused(found, ColumnRole::Rating);
        askAboutUnused(found, ColumnRole::Time);
    }
    const auto time = found.chosen().timestamp;
    const auto* const profile = profileOf(found, time);
    if (!profile || !profile->time || options.timeFormat) {
        return;
    }
    if (profile->time->dayOrMonthOpen) {
        found.questions.push_back(
            "Day and month could be either way round in " + nameOf(found, *time) + ", as in " +
            (profile->examples.empty() ? "" : profile->examples.front()) + "; they are read as " +
            timeFormatName(profile->time->format) + ".");
    }
    if (profile->time->farOff > kFarOff) {
        found.questions.push_back("Some times in " + nameOf(found, *time) +
                                  " lie before 1950 or after next year, read as " +
                                  timeFormatName(profile->time->format) + ".");
    }
}

// In whole numbers on a scale of stars a single −1 means "seen, not rated". Where the highest is 1,
// it is a dislike.
void findUnrated(FileDetection& found, const ReadOptions& options) {
    found.unrated = options.unrated;
    const auto rating = found.chosen().rating;
    const auto* const profile = profileOf(found, rating);
    if (!found.unrated && profile && profile->type == ColumnProfile::Type::Integer &&
        profile->low == -1 && profile->high >= 3 && profile->high <= 10) {
        found.unrated = -1;
        found.notes.push_back("−1 in " + nameOf(found, *rating) + " is read as “seen, not rated”.");
    }
}

}  // namespace

Result<FileDetection> detectRatings(const std::filesystem::path& file, const ReadOptions& options) {
    const auto sampled = sampleFile(file, options.table);
    if (!sampled) {
        return sampled.error();
    }
    auto found = detectTable(sampled->text, sampled->format, sampled->name, options.table);
    if (!found) {
        return found.error();
    }
    found->fileBytes = sampled->bytes;
    found->notes.insert(found->notes.begin(), sampled->notes.begin(), sampled->notes.end());
    dropSourceLines(*found);
    found->encodingOfPart = sampled->encodingOfPart;
    const bool named = std::any_of(found->columns.begin(), found->columns.end(),
                                   [](const auto& column) { return !column.name.empty(); });
    found->roles = guessRoles(found->columns, named);
    if (options.columns) {
        const std::optional<int> chosen[] = {options.columns->user, options.columns->item,
                                             options.columns->rating, options.columns->timestamp};
        for (std::size_t i = 0; i < found->roles.size(); ++i) {
            found->roles[i] = {chosen[i], true, "chosen", std::nullopt};
        }
    }
    findUnrated(*found, options);
    ask(*found, options, *sampled);
    return found;
}

}  // namespace ncf
