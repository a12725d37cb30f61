#pragma once

#include "data/detection.h"

#include <QString>

namespace ncf {

// What a person reads of a file's column, here and nowhere else.

// Two short lines: what it holds and how many different values.
QString columnCaption(const ColumnProfile& column);

// The whole of it, with examples, as rich text in which what the file says is escaped.
QString columnToolTip(const QString& name, const ColumnProfile& column, std::size_t rowsLookedAt);

}  // namespace ncf
