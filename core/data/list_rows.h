#pragma once

#include "data/byte_source.h"
#include "data/rejected_row.h"

#include <memory>

namespace ncf {

// The layouts in which a line holds several interactions, or a heading one half of them, as CSV:
// see Layout and asCsv().
std::unique_ptr<ByteSource> itemListsAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected);
std::unique_ptr<ByteSource> libSvmAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected);
std::unique_ptr<ByteSource> netflixAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected);
// The history that a user's first line tells becomes rows of rating 1 with that line's time; those
// of later lines repeat it and are left out. What was shown has the rating 1 if it was clicked and
// otherwise 0.
std::unique_ptr<ByteSource> mindAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected);

}  // namespace ncf
