#include "store/data_states.h"
#include "store/item_rows.h"

namespace ncf {

namespace {

void bindTitle(SQLite::Statement& statement, int index, const ItemInfo& info) {
    statement.bind(index, info.title);
    statement.bind(index + 1, info.year);
    statement.bind(index + 2, info.genres);
}

void readProperties(SQLite::Database& db, ItemCatalogue& catalogue) {
    SQLite::Statement names(db, "SELECT id, name FROM property ORDER BY id");
    while (names.executeStep()) {
        expectNext(names.getColumn(0), catalogue.propertyNames.size());
        if (catalogue.propertyNames.size() == Project::kMostProperties) {
            broken("there are too many properties of items");
        }
        catalogue.propertyNames.push_back(names.getColumn(1).getString());
    }
    SQLite::Statement query(
        db, "SELECT item, property, value FROM item_property ORDER BY item, property");
    std::pair<ItemIndex, std::int32_t> previous{-1, -1};
    while (query.executeStep()) {
        const std::pair place{readIndex(query.getColumn(0), catalogue.items.size()),
                              readIndex(query.getColumn(1), catalogue.propertyNames.size())};
        if (place <= previous) {
            broken("the properties of the items are out of order");
        }
        previous = place;
        auto& values = catalogue.items[static_cast<std::size_t>(place.first)].properties;
        values.resize(catalogue.propertyNames.size());
        values[static_cast<std::size_t>(place.second)] = query.getColumn(2).getString();
    }
}

}  // namespace

ItemInfo readItemInfo(SQLite::Statement& query, int firstColumn) {
    ItemInfo info;
    info.title = query.getColumn(firstColumn).getString();
    info.year = readInt(query.getColumn(firstColumn + 1));
    info.genres = query.getColumn(firstColumn + 2).getString();
    return info;
}

void insertItems(SQLite::Database& db, const Dataset& dataset, const ItemCatalogue& catalogue,
                 std::size_t first) {
    SQLite::Statement insert(db,
                             "INSERT INTO item (id, key, popularity, title, year, genres) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    const auto popularity = dataset.itemPopularity();
    const ItemInfo unknown;
    for (std::size_t item = first; item < dataset.itemCount(); ++item) {
        insert.bind(1, static_cast<std::int64_t>(item));
        insert.bind(2, dataset.items().ids()[item]);
        bindInteger(insert, 3, popularity[item]);
        bindTitle(insert, 4, item < catalogue.items.size() ? catalogue.items[item] : unknown);
        insert.exec();
        insert.reset();
    }
}

void updateTitles(SQLite::Database& db, const ItemCatalogue& catalogue, std::size_t end) {
    SQLite::Statement update(db, "UPDATE item SET title = ?, year = ?, genres = ? WHERE id = ?");
    for (std::size_t item = 0; item < end; ++item) {
        bindTitle(update, 1, catalogue.items[item]);
        update.bind(4, static_cast<std::int64_t>(item));
        update.exec();
        update.reset();
    }
}

void replaceProperties(SQLite::Database& db, const ItemCatalogue& catalogue) {
    db.exec("DELETE FROM item_property");
    db.exec("DELETE FROM property");
    const std::size_t count = std::min(catalogue.propertyNames.size(), Project::kMostProperties);
    SQLite::Statement name(db, "INSERT INTO property (id, name) VALUES (?, ?)");
    for (std::size_t property = 0; property < count; ++property) {
        name.bind(1, static_cast<std::int64_t>(property));
        name.bind(2, catalogue.propertyNames[property]);
        name.exec();
        name.reset();
    }
    SQLite::Statement insert(db,
                             "INSERT INTO item_property (item, property, value) VALUES (?, ?, ?)");
    for (std::size_t item = 0; item < catalogue.items.size(); ++item) {
        const auto& values = catalogue.items[item].properties;
        insert.bind(1, static_cast<std::int64_t>(item));
        for (std::size_t property = 0; property < std::min(count, values.size()); ++property) {
            if (values[property].empty()) {
                continue;
            }
            insert.bind(2, static_cast<std::int64_t>(property));
            insert.bind(3, values[property]);
            insert.exec();
            insert.reset();
        }
    }
}

std::vector<std::uint32_t> readPopularity(SQLite::Database& db) {
    SQLite::Statement query(db, "SELECT id, popularity FROM item ORDER BY id");
    std::vector<std::uint32_t> popularity;
    while (query.executeStep()) {
        expectNext(query.getColumn(0), popularity.size());
        popularity.push_back(static_cast<std::uint32_t>(
            readInteger(query.getColumn(1), 0, std::numeric_limits<std::uint32_t>::max())));
    }
    return popularity;
}

Result<ItemCatalogue> Project::loadCatalogue() const {
    return impl_->guard([&]() -> Result<ItemCatalogue> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        const auto info = readDatasetInfo(db);
        ItemCatalogue catalogue;
        if (!info || !info->hasTitles) {
            return catalogue;
        }
        SQLite::Statement query(db, "SELECT id, title, year, genres FROM item ORDER BY id");
        while (query.executeStep()) {
            expectNext(query.getColumn(0), catalogue.items.size());
            catalogue.items.push_back(readItemInfo(query, 1));
        }
        if (catalogue.items.size() != info->items) {
            broken("items are missing");
        }
        readProperties(db, catalogue);
        return catalogue;
    });
}

Result<std::vector<std::uint32_t>> Project::itemPopularity() const {
    return impl_->guard(
        [&]() -> Result<std::vector<std::uint32_t>> { return readPopularity(impl_->db); });
}

Result<std::vector<std::uint32_t>> Project::itemPopularity(int state) const {
    return impl_->guard([&]() -> Result<std::vector<std::uint32_t>> {
        auto& db = impl_->db;
        const SQLite::Transaction snapshot(db);
        const auto info = readDatasetInfo(db);
        if (!info) {
            return noData(impl_->file);
        }
        const auto wanted = impl_->findState(*info, state);
        if (!wanted) {
            return wanted.error();
        }
        return wanted->number == info->state() ? readPopularity(db) : *keptPopularity(db, *wanted);
    });
}

}  // namespace ncf
