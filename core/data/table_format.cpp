#include "data/table_format.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace ncf {

namespace {

constexpr std::size_t kPreviewRows = 20;
constexpr std::size_t kLinesLookedAt = 200;

std::string decoded(std::string_view bytes, Encoding encoding) {
    return encoding == Encoding::Latin1 ? latin1ToUtf8(bytes) : std::string(bytes);
}

std::vector<std::string_view> firstLines(std::string_view head) {
    std::vector<std::string_view> lines;
    while (!head.empty() && lines.size() < kLinesLookedAt) {
        const auto end = head.find('\n');
        auto line = head.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!trimmed(line).empty()) {
            lines.push_back(line);
        }
        if (end == std::string_view::npos) {
            break;
        }
        head.remove_prefix(end + 1);
    }
    return lines;
}

// How well a separator explains the lines: the number of fields that most lines agree on, times the
// share of lines that agree; 0 when it splits nothing.
double separatorScore(const std::vector<std::string_view>& lines, std::string_view separator) {
    std::vector<std::string_view> fields;
    std::vector<std::string> scratch;
    std::vector<std::size_t> counts;
    for (const auto line : lines) {
        splitFields(line, separator, fields, scratch);
        counts.push_back(fields.size());
    }
    auto sorted = counts;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t median = sorted[sorted.size() / 2];
    if (median < 2) {
        return 0;
    }
    const auto agreeing = std::count(counts.begin(), counts.end(), median);
    return static_cast<double>(agreeing) / static_cast<double>(counts.size());
}

bool isNumber(std::string_view text) {
    return parseDouble(trimmed(text)).has_value();
}

// A header names its columns: no field of it is a number or empty, and somewhere below there are
// numbers, or its fields are names that ratings files use.
bool looksLikeHeader(const std::vector<std::string>& first,
                     const std::vector<std::vector<std::string>>& below) {
    const auto named = [](const std::string& field) {
        static const std::set<std::string> kNames = {
            "user",   "userid", "item",  "itemid", "movie",  "movieid",   "film", "product",
            "rating", "score",  "stars", "title",  "genres", "timestamp", "date", "customer"};
        std::string key;
        for (const char c : toLowerAscii(field)) {
            if (c >= 'a' && c <= 'z') {
                key += c;
            }
        }
        return kNames.contains(key);
    };
    if (std::any_of(first.begin(), first.end(),
                    [](const auto& f) { return trimmed(f).empty() || isNumber(f); })) {
        return false;
    }
    if (std::any_of(first.begin(), first.end(), named)) {
        return true;
    }
    return std::any_of(below.begin(), below.end(), [](const auto& row) {
        return std::any_of(row.begin(), row.end(), [](const auto& f) { return isNumber(f); });
    });
}

}  // namespace

void splitFields(std::string_view line, std::string_view separator,
                 std::vector<std::string_view>& fields, std::vector<std::string>& scratch) {
    fields.clear();
    const bool quotes = separator == "," || separator == ";" || separator == "|";
    if (!quotes || line.find('"') == std::string_view::npos) {
        std::size_t start = 0;
        // Fields are short: a plain loop beats a search call for each.
        for (std::size_t at = 0; separator.size() == 1 && at < line.size(); ++at) {
            if (line[at] == separator.front()) {
                fields.push_back(line.substr(start, at - start));
                start = at + 1;
            }
        }
        while (true) {
            const auto end = line.find(separator, start);
            fields.push_back(line.substr(start, end - start));
            if (end == std::string_view::npos) {
                return;
            }
            start = end + separator.size();
        }
    }
    // Unquoted fields move into scratch, whose strings must not move while views point into them.
    scratch.clear();
    scratch.reserve(static_cast<std::size_t>(std::count(line.begin(), line.end(), '"')));
    std::size_t at = 0;
    while (true) {
        if (at < line.size() && line[at] == '"') {
            std::string text;
            std::size_t i = at + 1;
            bool closed = false;
            for (; i < line.size(); ++i) {
                if (line[i] != '"') {
                    text += line[i];
                } else if (i + 1 < line.size() && line[i + 1] == '"') {
                    text += line[++i];
                } else {
                    closed = true;
                    ++i;
                    break;
                }
            }
            if (closed && (i == line.size() || line.substr(i).starts_with(separator))) {
                scratch.push_back(std::move(text));
                fields.push_back(scratch.back());
                if (i == line.size()) {
                    return;
                }
                at = i + separator.size();
                continue;
            }
            // A quote that does not enclose the whole field is an ordinary character.
        }
        const auto end = line.find(separator, at);
        fields.push_back(line.substr(at, end - at));
        if (end == std::string_view::npos) {
            return;
        }
        at = end + separator.size();
    }
}

Result<TableGuess> guessTable(std::string_view head, const std::string& name,
                              const TableOverrides& overrides) {
    if (overrides.separator && std::find(kSeparators.begin(), kSeparators.end(),
                                         *overrides.separator) == kSeparators.end()) {
        return Error{ErrorKind::BadInput,
                     "“" + *overrides.separator + "” is not a known separator.",
                     "Use a comma, a tab, a semicolon, :: or |."};
    }
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) {
        return Error{ErrorKind::BadInput, name + " is written in UTF-16.",
                     "Save it as UTF-8 and open it again."};
    }
    if (head.starts_with("\xef\xbb\xbf")) {
        head.remove_prefix(3);
    }
    if (trimmed(head).empty()) {
        return Error{ErrorKind::BadInput, name + " is empty.",
                     "Choose a file with one interaction per line."};
    }
    if (head.find('\0') != std::string_view::npos) {
        return Error{ErrorKind::BadInput, name + " is not a text file.",
                     "Choose a text file such as CSV; a workbook or an archive has to be exported "
                     "or unpacked first."};
    }
    const auto lines = firstLines(head);
    TableGuess guess;
    double best = 0;
    for (const auto separator : kSeparators) {
        const double score = separatorScore(lines, separator);
        if (score > best) {
            best = score;
            guess.format.separator = separator;
        }
    }
    // The head may end in the middle of a character.
    const auto whole = head.substr(0, std::min(head.size(), head.rfind('\n')));
    guess.format.encoding =
        overrides.encoding.value_or(isValidUtf8(whole) ? Encoding::Utf8 : Encoding::Latin1);
    if (overrides.separator) {
        guess.format.separator = *overrides.separator;
    }

    std::vector<std::string_view> fields;
    std::vector<std::string> scratch;
    for (std::size_t i = 0; i < lines.size() && guess.rows.size() <= kPreviewRows; ++i) {
        splitFields(lines[i], guess.format.separator, fields, scratch);
        auto& row = guess.rows.emplace_back();
        for (const auto field : fields) {
            row.push_back(decoded(field, guess.format.encoding));
        }
    }
    const auto first = guess.rows.front();
    guess.format.header = overrides.header.value_or(
        looksLikeHeader(first, {guess.rows.begin() + 1, guess.rows.end()}));
    if (guess.format.header) {
        guess.columnNames = first;
        guess.rows.erase(guess.rows.begin());
    } else {
        for (std::size_t column = 0; column < first.size(); ++column) {
            guess.columnNames.push_back("Column " + std::to_string(column + 1));
        }
    }
    guess.rows.resize(std::min(guess.rows.size(), kPreviewRows));
    return guess;
}

}  // namespace ncf
