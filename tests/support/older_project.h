#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace ncf::test {

// Makes of a project file one of the first version of its format, with the data that this had.
inline void makeFirstVersion(const std::filesystem::path& file) {
    const std::set<std::string> kFirst = {"dataset", "user",          "item",
                                          "history", "supplied_test", "run",
                                          "epoch",   "weights",       "recommendation"};
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
    std::vector<std::string> later;
    SQLite::Statement query(
        db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (query.executeStep()) {
        const std::string name = query.getColumn(0).getString();
        if (!kFirst.contains(name)) {
            later.push_back(name);
        }
    }
    query.reset();
    db.exec("PRAGMA foreign_keys = OFF");
    for (const auto& name : later) {
        db.exec("DROP TABLE " + name);
    }
    db.exec("PRAGMA user_version = 1");
}

}  // namespace ncf::test
