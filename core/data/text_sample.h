#pragma once

#include "data/table_detection.h"
#include "data/table_format.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ncf {

// The text of a file as far as its detection needs it, and what was found on the way to it.
struct SampledFile {
    TextSample text;
    TableFormat format;  // encoding and layout
    std::string name;
    std::uint64_t bytes = 0;
    bool encodingOpen = false;  // another encoding is nearly as likely
    // The bytes between the pieces that were looked at may show that it is another encoding.
    bool encodingOfPart = false;
    std::vector<std::string> notes;
};

// Looks at all of a file of up to 64 MiB, and of a larger one at its beginning and at pieces all
// over it. Errors as openBytes(), and: no text, a file of another kind, an unknown encoding.
Result<SampledFile> sampleFile(const std::filesystem::path& file, const TableOverrides& overrides);

// What the whole file is written in, whatever its size.
Result<std::string> encodingOfWhole(const std::filesystem::path& file);

}  // namespace ncf
