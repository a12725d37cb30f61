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
    std::string title;  // empty when unknown
    // 0 when unknown, negative before our era; also taken from a title that ends in "(1995)".
    int year = 0;
    std::string genres;  // "Comedy|Drama", empty when unknown
    // Further columns of the titles file as their text, cut to 500 bytes, parallel to
    // ItemCatalogue::propertyNames; empty for an item that the file does not have.
    std::vector<std::string> properties;
};

// Titles, years and genres by item index. Items without an entry show their id.
struct ItemCatalogue {
    std::vector<ItemInfo> items;             // as many as the dataset has, or empty
    std::vector<std::string> propertyNames;  // 30 at most

    bool empty() const { return items.empty(); }
};

// Each row is the one that an item got its title from, or unmatched, repeated or rejected.
struct TitlesReport {
    std::uint64_t rows = 0;
    std::uint64_t matched = 0;  // items of the dataset that got a title
    // Of these, the items whose id the file writes in another way: 0001 or 1.0 for 1, an ISBN with
    // hyphens.
    std::uint64_t matchedByForm = 0;
    std::uint64_t unmatched = 0;  // rows whose item the dataset does not have
    std::uint64_t repeated = 0;   // rows whose item got its title from another row
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

// Reads a titles file and joins it on the item id: the column whose values are most of the items,
// whatever it is called. Of several rows for an item the first one counts. MovieLens' movies.dat,
// movies.csv and u.item (with the names of u.genre beside it, if it is there), goodbooks' books.csv
// and RecBole's NAME.item need no options. Errors as readRatings(), and: no title, or no row is of
// an item that the dataset has; this names ids of both sides.
Result<TitlesFile> readTitles(const std::filesystem::path& file, const IdMap& items,
                              const TitlesOptions& options = {});

// A titles file that lies beside a ratings file under a customary name (NAME.item, NAME-titles.csv,
// movies.dat, u.item, books.csv …; packed ones, too), if there is one.
std::optional<std::filesystem::path> findTitlesBeside(const std::filesystem::path& ratingsFile);

}  // namespace ncf
