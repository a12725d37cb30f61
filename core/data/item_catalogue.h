#pragma once

#include "base/result.h"
#include "data/id_map.h"
#include "data/ratings_reader.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ncf {

// What is known of an item besides who interacted with it.
struct ItemInfo {
    std::string title;   // empty when unknown
    int year = 0;        // 0 when unknown; also taken from a title that ends in "(1995)"
    std::string genres;  // "Comedy|Drama", empty when unknown
    // Further columns of the titles file, parallel to ItemCatalogue::propertyNames; empty for an
    // item that the file does not have.
    std::vector<std::string> properties;
};

// Titles, years and genres by item index. Items without an entry show their id.
struct ItemCatalogue {
    std::vector<ItemInfo> items;  // as many as the dataset has, or empty
    std::vector<std::string> propertyNames;

    bool empty() const { return items.empty(); }
};

struct TitlesReport {
    std::uint64_t rows = 0;
    std::uint64_t matched = 0;    // items of the dataset that got a title
    std::uint64_t unmatched = 0;  // rows whose item the dataset does not have
    std::uint64_t rejected = 0;
    std::vector<RejectedRow> rejectedRows;  // the first ReadReport::kMaxListed
};

struct TitlesOptions {
    TableOverrides table;
    // Columns as chooseColumn() takes them; empty: guessed.
    std::string item, title, year, genres;
};

struct TitlesFile {
    ItemCatalogue catalogue;
    TitlesReport report;
};

// Reads a titles file and joins it on the item id. MovieLens' movies.dat, movies.csv and u.item
// (with the names of u.genre beside it, if it is there) need no options. Errors as readRatings().
Result<TitlesFile> readTitles(const std::filesystem::path& file, const IdMap& items,
                              const TitlesOptions& options = {});

// A titles file that lies beside a ratings file under a customary name (movies.dat, movies.csv,
// u.item, items.csv, titles.csv, NAME-titles.csv …), if there is one.
std::optional<std::filesystem::path> findTitlesBeside(const std::filesystem::path& ratingsFile);

}  // namespace ncf
