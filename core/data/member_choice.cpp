#include "data/member_choice.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace ncf {

namespace {

constexpr std::size_t kListedNames = 8;
constexpr std::size_t kListedLetters = 80;

constexpr std::array<std::string_view, 11> kTableEndings = {
    "csv", "tsv", "txt", "dat", "data", "inter", "json", "jsonl", "ndjson", "base", "train"};
constexpr std::array<std::string_view, 9> kPackedEndings = {"gz",  "bz2", "xz",   "zst", "zip",
                                                            "tar", "tgz", "tbz2", "txz"};
constexpr std::array<std::string_view, 6> kRatingWords = {"rating", "interaction", "review",
                                                          "events", "plays",       "purchases"};

template <std::size_t size>
bool isOneOf(const std::array<std::string_view, size>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view lastPart(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view endingOf(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

// What goes with the data without being data: papers about it and what macOS adds.
bool isBeside(std::string_view path, std::string_view name) {
    return name.empty() || path.starts_with("__macosx/") || name.starts_with("._") ||
           name == ".ds_store" || name.find("readme") != std::string_view::npos ||
           name.starts_with("license") || name.starts_with("licence") || name == "copying";
}

// "ratings.csv" of "ratings.csv.gz".
std::string_view withoutPacking(std::string_view name) {
    auto ending = endingOf(name);
    while (isOneOf(kPackedEndings, ending)) {
        name.remove_suffix(ending.size() + 1);
        ending = endingOf(name);
    }
    return name;
}

bool saysTable(std::string_view name) {
    return isOneOf(kTableEndings, endingOf(name));
}

bool saysRatings(std::string_view name) {
    const auto ending = endingOf(name);
    if (name == "u.data" || ending == "inter") {
        return true;
    }
    // A picture of a review is no table; "x.rating" without another ending is.
    const bool readable = ending.empty() || saysTable(name) || isOneOf(kRatingWords, ending);
    return readable &&
           std::any_of(kRatingWords.begin(), kRatingWords.end(), [&](std::string_view word) {
               return name.find(word) != std::string_view::npos;
           });
}

}  // namespace

void MemberChoice::offer(std::uint64_t index, const std::string& path) {
    workbook_ = workbook_ || path == "[Content_Types].xml" || path == "mimetype";
    const auto lower = toLowerAscii(path);
    const auto name = lastPart(lower);
    if (isBeside(lower, name)) {
        return;
    }
    const auto unpacked = withoutPacking(name);
    any_.add(index);
    if (saysTable(unpacked)) {
        tables_.add(index);
    }
    if (saysRatings(unpacked)) {
        ratings_.add(index);
    }
    if (listed_.size() < kListedNames) {
        // The end of a long path tells more than its beginning, which is cut between characters.
        auto from = path.size() - std::min(path.size(), kListedLetters);
        while (from > 0 && from < path.size() && (path[from] & 0xc0) == 0x80) {
            ++from;
        }
        listed_.push_back((from > 0 ? "…" : "") + path.substr(from));
    }
}

Result<std::uint64_t> MemberChoice::choose(const std::string& archive) const {
    if (workbook_) {
        return Error{ErrorKind::BadInput,
                     archive + " is a workbook or another document of an office program.",
                     "Open it there, export the sheet with the interactions as CSV and choose that "
                     "file."};
    }
    if (any_.count == 0) {
        return Error{ErrorKind::BadInput, archive + " holds no file with data.",
                     "Choose another file."};
    }
    if (any_.count == 1) {
        return any_.first;
    }
    if (ratings_.count == 1) {
        return ratings_.first;
    }
    if (ratings_.count == 0 && tables_.count == 1) {
        return tables_.first;
    }
    std::string names;
    for (const auto& name : listed_) {
        names += (names.empty() ? "" : ", ") + name;
    }
    if (any_.count > listed_.size()) {
        names += " and " + withThousands(any_.count - listed_.size()) + " more";
    }
    return Error{ErrorKind::BadInput,
                 archive + " holds " + withThousands(any_.count) +
                     " files, and their names do not tell which of them has the interactions: " +
                     names + ".",
                 "Unpack it and choose the file."};
}

}  // namespace ncf
