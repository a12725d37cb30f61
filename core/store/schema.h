#pragma once

#include <SQLiteCpp/Database.h>

namespace ncf {

// The tables of a project. All of these throw what SQLite throws.

int schemaVersion(SQLite::Database& db);

// Brings an empty or older database up to Project::kSchemaVersion: the migrations in their order,
// each in a transaction of its own together with its version number.
void migrate(SQLite::Database& db);

// Whether the file has exactly the tables that the migrations make and nothing else. A file from a
// stranger could bring views, triggers or constraints under the names of our tables, which SQLite
// would run when we read and write.
bool hasOwnSchema(SQLite::Database& db);

}  // namespace ncf
