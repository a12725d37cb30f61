#pragma once

#include "experiment/import.h"

#include <nlohmann/json_fwd.hpp>

namespace ncf::cli {

// How a file was understood: separator, encoding, and for every column its type, its number of
// different values, examples and what it was taken for and why; then what stands open.
void printDetection(const FileDetection& detection, const ReadReport& report);

// How many rows count without their rating or time; nothing where all have them.
void printUnread(const ReadReport& report);

// The members of `format` in the JSON of an import: "separator", "header" …, the roles as numbers
// from 1 or null, and all columns.
nlohmann::ordered_json formatJson(const FileDetection& detection, const ReadReport& report);

}  // namespace ncf::cli
