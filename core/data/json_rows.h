#pragma once

#include "data/byte_source.h"
#include "data/rejected_row.h"

#include <memory>

namespace ncf {

// Objects of JSON as CSV: see asCsv(). An object may have keys that others lack, in any order.
std::unique_ptr<ByteSource> jsonLinesAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected);
std::unique_ptr<ByteSource> jsonArrayAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected);

}  // namespace ncf
