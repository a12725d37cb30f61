#pragma once

#include "experiment/loaded_run.h"

#include <string>
#include <vector>

namespace ncf {

// Up to `limit` items whose title or id holds every word of `text`, whatever the case of letters
// (see foldCase()), the most popular first. An empty text finds the most popular items.
std::vector<ItemIndex> findItems(const ProjectData& data, const std::string& text, int limit);

}  // namespace ncf
