#pragma once

#include "base/atomic_file.h"
#include "experiment/loaded_run.h"

namespace ncf {

// Which id has which index in a model's tables, as CSV that is safe to open in a spreadsheet: an id
// that begins with one of = + - @ or a tab has an apostrophe in front.

Status writeUserMap(const ProjectData& data, AtomicFile& file);  // index,id
Status writeItemMap(const ProjectData& data, AtomicFile& file);  // index,id,title

}  // namespace ncf
