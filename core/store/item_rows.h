#pragma once

#include "store/project_impl.h"

#include <string>
#include <vector>

namespace ncf {

// The rows of the tables item, property and item_property. All of these work within the caller's
// transaction and throw what SQLite throws.

// Of what stands in three columns: title, year and genres.
ItemInfo readItemInfo(SQLite::Statement& query, int firstColumn);

// Adds the dataset's items from `first` on. An empty catalogue leaves their titles empty.
void insertItems(SQLite::Database& db, const Dataset& dataset, const ItemCatalogue& catalogue,
                 std::size_t first);
// Gives the items before `end` the catalogue's titles, years and genres.
void updateTitles(SQLite::Database& db, const ItemCatalogue& catalogue, std::size_t end);
// Replaces the properties of all items.
void replaceProperties(SQLite::Database& db, const ItemCatalogue& catalogue);
std::vector<std::uint32_t> readPopularity(SQLite::Database& db);

}  // namespace ncf
