#pragma once

#include "store/project.h"
#include "store/storage_error.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace ncf {

// How often a long piece of work over users reports its progress.
inline constexpr std::size_t kProgressReports = 200;

class Project::Impl {
public:
    Impl(std::filesystem::path path, SQLite::Database connection)
        : file(std::move(path)), db(std::move(connection)) {}

    template <class Work>
    auto guard(Work work) -> decltype(work()) {
        return guarded(file, std::move(work));
    }

    // The error for something that the project does not have, e.g. "run 7".
    Error missing(const std::string& what) const {
        return {ErrorKind::NotFound, "“" + file.string() + "” has no " + what + ".", ""};
    }

    // That state of the data, 0 for the current one. An error unless all of it can be loaded.
    Result<DataState> findState(const DatasetInfo& info, int number);

    // Within a transaction of the caller's. An empty one is not stored.
    void replaceCheckpoint(std::int64_t runId, const std::string& checkpoint);
    void removeCheckpoint(std::int64_t runId);
    void replaceWeights(std::int64_t runId, const std::string& weights);

    std::filesystem::path file;
    SQLite::Database db;
};

// "run 7", for Impl::missing().
std::string runName(std::int64_t runId);
// Whether it is in the file, be it removed or not.
bool runExists(SQLite::Database& db, std::int64_t runId);
// The description of the data; nullopt while there is none.
std::optional<DatasetInfo> readDatasetInfo(SQLite::Database& db);
Error noData(const std::filesystem::path& file);
// In the caller's transaction.
void storeOutcome(SQLite::Database& db, std::int64_t runId, const TestOutcome& outcome);

// Reading columns of a file that may be damaged: what is out of range ends the reading.

inline std::int64_t readInteger(const SQLite::Column& column, std::int64_t low, std::int64_t high) {
    const std::int64_t value = column.getInt64();
    if (value < low || value > high) {
        broken(std::string("“") + column.getName() + "” is out of range");
    }
    return value;
}

inline std::int32_t readIndex(const SQLite::Column& column, std::uint64_t size) {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
    const auto end = static_cast<std::int64_t>(std::min(size, kMost));
    return static_cast<std::int32_t>(readInteger(column, 0, end - 1));
}

inline std::uint64_t readCount(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(
        readInteger(column, 0, std::numeric_limits<std::int64_t>::max()));
}

// Ends the reading unless the rows come as 0, 1, 2 …: the indices are positions in vectors, and a
// damaged tree may repeat its rows for ever.
inline void expectNext(const SQLite::Column& index, std::size_t expected) {
    readInteger(index, static_cast<std::int64_t>(expected), static_cast<std::int64_t>(expected));
    if (expected >= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        broken("there are too many rows");
    }
}

inline int readInt(const SQLite::Column& column) {
    return static_cast<int>(
        readInteger(column, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

inline void bindInteger(SQLite::Statement& statement, int index, std::uint64_t value) {
    statement.bind(index, static_cast<std::int64_t>(value));
}

// `bytes` must live until the statement has run.
inline void bindBlob(SQLite::Statement& statement, int index, std::string_view bytes) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw SQLite::Exception("the value is too large", SQLITE_TOOBIG);
    }
    statement.bindNoCopy(index, static_cast<const void*>(bytes.data()),
                         static_cast<int>(bytes.size()));
}

}  // namespace ncf
