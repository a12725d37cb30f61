#pragma once

#include "store/project_impl.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ncf {

// The states that a project's data went through (tables data_state, earlier_history, run_state).
// All of these work within the caller's transaction and throw what SQLite throws.

// By number; empty while there is no data.
std::vector<DataState> readStates(SQLite::Database& db);
// Of the data as it is now; 1 while there is none.
int latestState(SQLite::Database& db);
void insertState(SQLite::Database& db, const DataState& state);

// A state's number, 1 up to `latest`.
inline int readState(const SQLite::Column& column, int latest) {
    return static_cast<int>(readInteger(column, 1, latest));
}

// The items' interactions at an earlier state; nullopt if that is not kept, since no run needs it.
std::optional<std::vector<std::uint32_t>> keptPopularity(SQLite::Database& db,
                                                         const DataState& state);

// Deletes what is kept of earlier states for runs that are gone.
void forgetUnneededStates(SQLite::Database& db);

}  // namespace ncf
