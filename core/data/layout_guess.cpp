#include "base/text.h"
#include "data/json_elements.h"
#include "data/json_object.h"
#include "data/layout.h"
#include "data/line_reader.h"
#include "data/refusals.h"
#include "data/wide_rows.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <unordered_set>
#include <utility>

namespace ncf {

namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kLinesLookedAt = 10'000;
constexpr std::size_t kObjectsLookedAt = 20;

// The words of a line, with blanks or tabs between them.
std::vector<std::string_view> words(std::string_view line) {
    std::vector<std::string_view> result;
    while (true) {
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t")));
        if (line.empty()) {
            return result;
        }
        result.push_back(line.substr(0, line.find_first_of(" \t")));
        line.remove_prefix(result.back().size());
    }
}

bool isWholeNumber(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// An id as programs make them: letters and digits, of which there is one at least.
bool isCode(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '_' || c == '-';
           });
}

// The beginning of a text as a source, for what reads sources.
class HeadSource final : public ByteSource {
public:
    explicit HeadSource(std::string_view head) : left_(head), total_(head.size()) {}

    std::size_t read(char* to, std::size_t size) override {
        const auto count = std::min(size, left_.size());
        std::memcpy(to, left_.data(), count);
        left_.remove_prefix(count);
        return count;
    }
    Status status() const override { return {}; }
    std::uint64_t bytesDone() const override { return total_ - left_.size(); }
    std::uint64_t bytesTotal() const override { return total_; }

private:
    std::string_view left_;
    std::uint64_t total_;
};

LayoutGuess found(Layout layout, std::string why) {
    return {layout, std::move(why), std::nullopt};
}

// Text that begins like JSON.
std::optional<LayoutGuess> guessJson(std::string_view head, const Lines& lines,
                                     const std::string& fileName) {
    const auto text = trimmed(head);
    if (text.size() < 2 || (text.front() != '{' && text.front() != '[')) {
        return std::nullopt;
    }
    JsonObjectReader reader;
    std::size_t objects = 0;
    bool python = false;
    bool firstIsObject = false;
    const auto count = std::min(lines.size(), kObjectsLookedAt);
    for (std::size_t i = 0; i < count; ++i) {
        if (reader.read(lines[i])) {
            ++objects;
            python = python || reader.python();
            firstIsObject = firstIsObject || i == 0;
        }
    }
    JsonElements elements(std::make_unique<HeadSource>(head));
    std::string_view first;
    const bool array = elements.next(first) && first.starts_with('{');
    // The elements of an array may stand on lines of their own. And an object may be a row that
    // holds an array: it is meant as such unless there is no other.
    const bool rows = objects * 2 >= count && (!array || (firstIsObject && lines.size() > 1));
    if (objects > 0 && rows) {
        return found(Layout::JsonLines, python ? "Every line is an object in Python's notation."
                                               : "Every line is an object of JSON.");
    }
    if (array) {
        const bool readable = reader.read(first);
        return found(Layout::JsonArray, readable && reader.python()
                                            ? "It is an array of objects in Python's notation."
                                            : "It is an array of JSON objects.");
    }
    const auto next = trimmed(text.substr(1)).substr(0, 1);
    const auto name = toLowerAscii(fileName);
    const bool calledJson = name.ends_with(".json") || name.find(".json.") != std::string::npos;
    if ((text.front() == '{' && next == "\"") || (text.front() == '[' && next == "[") ||
        calledJson) {
        LayoutGuess guess;
        guess.refusal = Error{ErrorKind::BadInput,
                              fileName +
                                  " holds JSON, but neither one object a line nor an array of "
                                  "objects.",
                              R"(Export one object for each interaction, with pandas: )"
                              R"(df.to_json("ratings.json", orient="records", lines=True).)"};
        return guess;
    }
    return std::nullopt;
}

std::optional<LayoutGuess> guessNetflix(const Lines& lines) {
    const auto isHeading = [](std::string_view line) {
        line = trimmed(line);
        return line.ends_with(':') && isCode(line.substr(0, line.size() - 1));
    };
    if (lines.size() < 2 || !isHeading(lines.front())) {
        return std::nullopt;
    }
    std::size_t rows = 0;
    for (const auto line : lines) {
        if (isHeading(line)) {
            continue;
        }
        const auto fields = splitText(trimmed(line), ",");
        if (fields.size() > 3 || !isCode(fields[0])) {
            return std::nullopt;
        }
        ++rows;
    }
    if (rows == 0) {
        return std::nullopt;
    }
    return found(Layout::Netflix,
                 "Lines of an item and a colon stand above the lines of its users, as in the files "
                 "of the Netflix Prize.");
}

std::optional<LayoutGuess> guessMind(const Lines& lines) {
    std::size_t clicks = 0;
    for (const auto line : lines) {
        const auto fields = splitText(line, "\t");
        if (fields.size() != 5 || fields[1].empty() || fields[1].find(' ') != std::string::npos ||
            fields[2].find('/') == std::string_view::npos ||
            fields[2].find(':') == std::string_view::npos) {
            return std::nullopt;
        }
        for (const auto item : words(fields[3])) {
            if (!isCode(item)) {
                return std::nullopt;
            }
        }
        for (const auto shown : words(fields[4])) {
            if (!isCode(shown)) {
                return std::nullopt;
            }
            clicks += shown.ends_with("-0") || shown.ends_with("-1") ? 1 : 0;
        }
    }
    if (clicks < lines.size()) {
        return std::nullopt;
    }
    return found(
        Layout::Mind,
        "Its lines are those of behaviors.tsv of MIND: impression, user, time, history and "
        "what was shown.");
}

// Whether the labels are classes or ratings and not users: a user has one line, so few are
// repeated.
bool areClasses(const std::vector<std::string_view>& labels) {
    const std::set<std::string_view> different(labels.begin(), labels.end());
    const bool signs = std::all_of(different.begin(), different.end(), [](std::string_view label) {
        return label == "0" || label == "1" || label == "+1" || label == "-1";
    });
    const bool fractions = std::any_of(different.begin(), different.end(), [](std::string_view l) {
        return l.find('.') != std::string_view::npos && parseDouble(l);
    });
    return (signs && labels.size() > 2) || fractions || different.size() * 2 <= labels.size();
}

std::optional<LayoutGuess> guessLibSvm(const Lines& lines, const std::string& fileName) {
    std::vector<std::string_view> labels;
    std::size_t longest = 0;
    for (const auto line : lines) {
        const auto fields = words(line.substr(0, line.find('#')));
        if (fields.empty()) {
            continue;
        }
        if (!isCode(fields[0]) && !parseDouble(fields[0])) {
            return std::nullopt;
        }
        for (std::size_t i = 1; i < fields.size(); ++i) {
            const auto colon = fields[i].rfind(':');
            if (colon == std::string_view::npos || colon == 0 ||
                !parseDouble(fields[i].substr(colon + 1)) || fields[i].find(':') != colon) {
                return std::nullopt;
            }
        }
        longest = std::max(longest, fields.size() - 1);
        labels.push_back(fields[0]);
    }
    // One pair a line could be a table with times, 12:30.
    if (longest < 2) {
        return std::nullopt;
    }
    if (areClasses(labels)) {
        LayoutGuess guess;
        guess.refusal =
            Error{ErrorKind::BadInput,
                  fileName + " holds labelled feature vectors, one row an example, and no users.",
                  "Export a table of user, item and rating."};
        return guess;
    }
    return found(Layout::LibSvm, "Every line is a user with pairs of item:value.");
}

std::optional<LayoutGuess> guessItemLists(const Lines& lines) {
    std::size_t shortest = SIZE_MAX;
    std::size_t longest = 0;
    bool numbers = true;
    std::unordered_set<std::string_view> users;
    for (const auto line : lines) {
        const auto fields = words(line);
        shortest = std::min(shortest, fields.size());
        longest = std::max(longest, fields.size());
        numbers = numbers && std::all_of(fields.begin(), fields.end(), isWholeNumber);
        // A user has one line only; in a table users come again.
        if (!std::all_of(fields.begin(), fields.end(), isCode) || !users.insert(fields[0]).second) {
            return std::nullopt;
        }
    }
    // Three or four fields are a table in which some lines lack the time.
    if (lines.size() < 2 || longest < 4 || shortest == longest || (shortest == 3 && longest == 4)) {
        return std::nullopt;
    }
    return found(Layout::ItemLists,
                 numbers ? "Every line is a user with the items after it, as many as there are."
                         : "Every line is a user's id with the ids of items after it.");
}

// The names of eight items, and perhaps one above the users.
constexpr std::ptrdiff_t kFewestSeparators = 7;

std::optional<LayoutGuess> guessMatrix(std::string_view head) {
    // Most tables have too few columns to be looked at closer.
    const auto header = head.substr(0, head.find('\n'));
    const auto separators = [&](char separator) {
        return std::count(header.begin(), header.end(), separator);
    };
    if (std::max({separators(','), separators(';'), separators('\t')}) < kFewestSeparators) {
        return std::nullopt;
    }
    const auto shape = matrixShape(head);
    if (!shape.plain) {
        return std::nullopt;
    }
    std::string why = "The first line names " + withThousands(shape.items.size()) +
                      " items, and every line below it is a user with one cell for each.";
    if (shape.notRated) {
        why += " " + shortest(*shape.notRated) + " stands for \"not rated\".";
    }
    if (shape.zerosMeanNothing) {
        why += " Zeros are left out, since most cells are 0.";
    }
    return found(Layout::WideMatrix, why);
}

}  // namespace

LayoutGuess guessLayout(std::string_view head, const std::string& fileName) {
    LayoutGuess table = found(Layout::Table, "Its lines are the rows of a table.");
    if (auto refusal = knownForeignText(head, fileName)) {
        table.refusal = std::move(refusal);
        return table;
    }
    head = head.substr(0, kMatrixHeadBytes);
    Lines lines = wholeLines(head);
    if (auto json = guessJson(head, lines, fileName)) {
        return *json;
    }
    lines.resize(std::min(lines.size(), kLinesLookedAt));
    if (lines.empty()) {
        return table;
    }
    auto guess = guessNetflix(lines);
    for (const auto& other : {guessMind, guessItemLists}) {
        guess = guess ? guess : other(lines);
    }
    guess = guess ? guess : guessLibSvm(lines, fileName);
    guess = guess ? guess : guessMatrix(head);
    return guess ? *guess : table;
}

}  // namespace ncf
