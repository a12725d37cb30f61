#include "store/schema.h"

#include "store/project.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <array>
#include <string>
#include <tuple>
#include <vector>

namespace ncf {

namespace {

// Users and items are keyed by their dense index, so that row ids are what the blobs hold. Metrics
// are NULL where a task does not measure them. Blobs are little-endian.
// A migration that was released never changes, not even in its comments: SQLite keeps the text in
// the file, and hasOwnSchema() compares it.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE dataset (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    source TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    users INTEGER NOT NULL,
    items INTEGER NOT NULL,
    interactions INTEGER NOT NULL,
    has_ratings INTEGER NOT NULL,
    has_timestamps INTEGER NOT NULL,
    has_supplied_test INTEGER NOT NULL,
    has_titles INTEGER NOT NULL,
    report TEXT NOT NULL
) STRICT;

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    interactions INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    genres TEXT NOT NULL,
    popularity INTEGER NOT NULL
) STRICT;

CREATE TABLE history (
    user INTEGER PRIMARY KEY REFERENCES user (id),
    items BLOB NOT NULL,  -- int32 each, in the order of time
    ratings BLOB,         -- float32 each; NULL for data without ratings
    timestamps BLOB       -- int64 each; NULL for data without timestamps
) STRICT;

CREATE TABLE supplied_test (
    user INTEGER PRIMARY KEY REFERENCES user (id),
    item INTEGER NOT NULL,
    negatives BLOB NOT NULL  -- int32 each
) STRICT;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    model TEXT NOT NULL,
    config TEXT NOT NULL,
    protocol TEXT NOT NULL,
    cutoff INTEGER NOT NULL,
    seed INTEGER NOT NULL,  -- the same 64 bits, signed
    parameters INTEGER NOT NULL,
    epochs INTEGER NOT NULL,
    best_epoch INTEGER NOT NULL,
    validation_hit_rate REAL,
    validation_ndcg REAL,
    validation_rmse REAL,
    validation_mae REAL,
    validation_loss REAL,
    test_hit_rate REAL,
    test_ndcg REAL,
    test_rmse REAL,
    test_mae REAL,
    test_loss REAL,
    popularity_hit_rate REAL,
    popularity_ndcg REAL,
    popularity_rmse REAL,
    popularity_mae REAL,
    popularity_loss REAL,
    seconds REAL NOT NULL,
    note TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_start_time INTEGER NOT NULL,
    owner_boot TEXT NOT NULL
) STRICT;

CREATE TABLE epoch (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    train_loss REAL,  -- NULL when it was not a number
    hit_rate REAL,
    ndcg REAL,
    rmse REAL,
    mae REAL,
    loss REAL,
    seconds REAL NOT NULL,
    samples_per_second REAL NOT NULL,
    PRIMARY KEY (run, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE weights (
    run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE recommendation (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    user INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    item INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (run, user, rank)
) STRICT, WITHOUT ROWID;
)sql";

// outcome: how a run did on each test interaction. mark: what a person says about it. checkpoint: a
// running or interrupted run between two training steps, in parts, since SQLite's
// values have a largest size. A sweep's runs stay when it goes, and its trials stay when a run
// goes.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE checkpoint (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (run, part)
) STRICT;

CREATE TABLE sweep (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    plan TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sweep_run (
    sweep INTEGER NOT NULL REFERENCES sweep (id) ON DELETE CASCADE,
    trial INTEGER NOT NULL,
    rung INTEGER NOT NULL,
    run INTEGER REFERENCES run (id) ON DELETE SET NULL,
    PRIMARY KEY (sweep, trial, rung)
) STRICT, WITHOUT ROWID;

CREATE INDEX sweep_run_run ON sweep_run (run);

CREATE TABLE outcome (
    run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    users BLOB NOT NULL,  -- int32 each, in the order of the test set
    ranks BLOB,           -- int32 each, from 0; NULL for explicit feedback
    squared_errors BLOB   -- float32 each; NULL for implicit feedback
) STRICT;

CREATE TABLE mark (
    run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    notes TEXT NOT NULL,
    colour INTEGER NOT NULL,     -- 0: none
    baseline INTEGER NOT NULL,   -- 1 for at most one run
    removed_at INTEGER NOT NULL  -- seconds since 1970; 0: not removed
) STRICT;
)sql";

// property: the further columns of a titles file; item_property: what is known by them. data_state:
// how the data was after the import and after each time that rows joined it; `popularity` holds the
// items' interactions (uint32 each) of an earlier state that is kept, and is NULL otherwise.
// earlier_history: a user's row of `history` at the end of a state, for the runs that were made on
// it. run_state: the state that a run was made on.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE property (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE item_property (
    item INTEGER NOT NULL REFERENCES item (id),
    property INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (item, property)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_state (
    state INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    users INTEGER NOT NULL,
    items INTEGER NOT NULL,
    interactions INTEGER NOT NULL,
    report TEXT NOT NULL,
    popularity BLOB
) STRICT;

CREATE TABLE earlier_history (
    user INTEGER NOT NULL REFERENCES user (id),
    state INTEGER NOT NULL,
    items BLOB NOT NULL,
    ratings BLOB,
    timestamps BLOB,
    PRIMARY KEY (user, state)
) STRICT;

CREATE TABLE run_state (
    run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    state INTEGER NOT NULL
) STRICT;

CREATE INDEX run_state_state ON run_state (state);

INSERT INTO data_state (state, source, added_at, users, items, interactions, report)
    SELECT id, source, imported_at, users, items, interactions, report FROM dataset;

INSERT INTO run_state (run, state) SELECT id, 1 FROM run;
)sql";

// kMigrations[v] leads from version v to version v + 1.
constexpr std::array<const char*, Project::kSchemaVersion> kMigrations = {kVersion1, kVersion2,
                                                                          kVersion3};

using SchemaEntry = std::tuple<std::string, std::string, std::string>;

std::vector<SchemaEntry> schemaOf(SQLite::Database& db, std::size_t atMost) {
    // The statistics of ANALYZE, which any SQLite tool may have left behind, do no harm.
    SQLite::Statement query(
        db,
        "SELECT type, name, sql FROM sqlite_schema WHERE NOT (type = 'table' AND "
        "name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY name LIMIT ?");
    query.bind(1, static_cast<std::int64_t>(atMost));
    std::vector<SchemaEntry> entries;
    while (query.executeStep()) {
        entries.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString(),
                             query.getColumn(2).getString());
    }
    return entries;
}

}  // namespace

int schemaVersion(SQLite::Database& db) {
    return db.execAndGet("PRAGMA user_version").getInt();
}

void migrate(SQLite::Database& db) {
    while (schemaVersion(db) < Project::kSchemaVersion) {
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        // Read again under the lock: another process may have migrated in between.
        const int version = schemaVersion(db);
        if (version < 0 || version >= Project::kSchemaVersion) {
            return;
        }
        db.exec(kMigrations[static_cast<std::size_t>(version)]);
        db.exec("PRAGMA user_version = " + std::to_string(version + 1));
        transaction.commit();
    }
}

bool hasOwnSchema(SQLite::Database& db) {
    SQLite::Database reference(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(reference);
    constexpr std::size_t kMoreThanWeHave = 1000;
    const auto own = schemaOf(reference, kMoreThanWeHave);
    return schemaOf(db, own.size() + 1) == own;
}

}  // namespace ncf
