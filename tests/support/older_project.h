#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace ncf::test {

// Makes of a project file one of an earlier version of its format, with the data that this had.
inline void makeVersion(const std::filesystem::path& file, int version) {
    std::set<std::string> known = {"dataset", "user",  "item",    "history",       "supplied_test",
                                   "run",     "epoch", "weights", "recommendation"};
    if (version >= 2) {
        known.insert({"checkpoint", "sweep", "sweep_run", "outcome", "mark"});
    }
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
    std::vector<std::string> later;
    SQLite::Statement query(
        db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (query.executeStep()) {
        const std::string name = query.getColumn(0).getString();
        if (!known.contains(name)) {
            later.push_back(name);
        }
    }
    query.reset();
    db.exec("PRAGMA foreign_keys = OFF");
    for (const auto& name : later) {
        db.exec("DROP TABLE " + name);
    }
    db.exec("PRAGMA user_version = " + std::to_string(version));
}

}  // namespace ncf::test
