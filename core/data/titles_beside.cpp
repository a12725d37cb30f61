#include "data/item_catalogue.h"
#include "data/supplied_split.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ncf {

namespace {

constexpr std::array<std::string_view, 13> kCustomary = {
    "movies.dat",         "movies.csv", "u.item",     "titles.csv",   "items.csv", "films.csv",
    "books.csv",          "games.csv",  "tracks.csv", "products.csv", "anime.csv", "metadata.csv",
    "movies_metadata.csv"};
constexpr std::array<std::string_view, 3> kPackings = {"", ".gz", ".zip"};

// "ml-1m.inter.gz" → "ml-1m".
std::string stemOf(const std::filesystem::path& file) {
    const auto name = file.filename();
    const bool packed =
        std::find(kPackings.begin(), kPackings.end(), name.extension().string()) != kPackings.end();
    return (packed ? name.stem() : name).stem().string();
}

}  // namespace

std::optional<std::filesystem::path> findTitlesBeside(const std::filesystem::path& ratingsFile) {
    // The ids of a supplied split are its own.
    if (suppliedSplitFiles(ratingsFile)) {
        return std::nullopt;
    }
    const auto stem = stemOf(ratingsFile);
    std::vector<std::string> names = {stem + ".item", stem + "-titles.csv", stem + "_titles.csv"};
    names.insert(names.end(), kCustomary.begin(), kCustomary.end());
    std::error_code ignored;
    for (const auto& name : names) {
        for (const auto packing : kPackings) {
            auto candidate = ratingsFile.parent_path() / (name + std::string(packing));
            if (std::filesystem::is_regular_file(candidate, ignored) &&
                !std::filesystem::equivalent(candidate, ratingsFile, ignored)) {
                return candidate;
            }
        }
    }
    return std::nullopt;
}

}  // namespace ncf
