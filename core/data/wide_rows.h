#pragma once

#include "data/byte_source.h"
#include "data/rejected_row.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// How much of a matrix is looked at before its first row is read.
inline constexpr std::size_t kMatrixHeadBytes = 1 << 20;

// What the beginning of a matrix of users × items says about all of it.
struct MatrixShape {
    std::string separator;           // "\t", ";" or ","
    std::vector<std::string> items;  // from the header; an empty name is no item's
    std::size_t users = 0;           // the lines below the header, in the beginning
    std::optional<double> notRated;  // the value that stands for a missing one: 99 in Jester
    bool zerosMeanNothing = false;   // since most cells are 0
    bool mostlyMissing = false;      // empty, NA or notRated
    // Whether it is certain that this is such a matrix.
    bool plain = false;
};
MatrixShape matrixShape(std::string_view head);

// One row for each cell that is not missing: see asCsv(). A cell that is no number is left out, and
// the first one in each line is added to `rejected`.
std::unique_ptr<ByteSource> matrixAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected);

}  // namespace ncf
