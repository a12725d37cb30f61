#pragma once

#include "data/detection.h"

#include <string>

namespace ncf {

// What a column holds, in the words for a person: of times how they are written, else its type.
std::string contentName(const ColumnProfile& column);

// What is open about a role, as FileDetection::questions says it; empty where its guess is sure.
std::string roleQuestion(const FileDetection& found, ColumnRole role);

// Whether the text is written in the encoding that was found: asked where another is nearly as
// likely.
std::string encodingQuestion(const FileDetection& found);

}  // namespace ncf
