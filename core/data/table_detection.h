#pragma once

#include "base/result.h"
#include "data/detection.h"

#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Pieces of a file's text, as UTF-8: its beginning, then others that begin with a whole record.
struct TextSample {
    std::vector<std::string> pieces;
    bool whole = false;  // the beginning is all there is
};

// Whether it may stand between fields: one character that is no letter, digit, quote or line end, or
// "::".
bool canSeparate(const std::string& separator);

// Guesses what is not overridden of how the text is a table, and what its columns hold; the roles,
// the questions and what was decided before (encoding, layout: in `format`) are not looked at.
// Text in another layout than Table is what asCsv() made of it: nothing of how it is written is
// guessed or overridden. Errors: blank text, a separator that cannot be one. `name` is the file's,
// for the message.
Result<FileDetection> detectTable(const TextSample& sample, const TableFormat& format,
                                  const std::string& name, const TableOverrides& overrides = {});

}  // namespace ncf
