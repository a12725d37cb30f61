#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace ncf {

// Bytes that come front to back, from a file or from another source that this one changes on the
// way: unpacks, decodes, reshapes. One thread at a time.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    // Fills up to `size` bytes, `size` > 0, and returns how many; 0 at the end or after an error,
    // which status() then tells.
    virtual std::size_t read(char* to, std::size_t size) = 0;
    virtual Status status() const = 0;
    // How much of the file on the disk has been consumed: for progress.
    virtual std::uint64_t bytesDone() const = 0;
    virtual std::uint64_t bytesTotal() const = 0;
};

// The bytes of a file; of a packed one (.gz .bz2 .xz .zst .zip .tar and their combinations,
// recognised by their first bytes and never by their name) those of the one file in it. Of several
// files in an archive the one whose name says that it holds ratings or interactions is taken, if
// there is just one such. Nothing is written to the disk.
struct OpenedFile {
    std::unique_ptr<ByteSource> bytes;
    std::string name;         // the file's name without its folder, for messages
    std::string member;       // the name of the file in an archive; empty without one
    bool packed = false;
};

// Errors, each naming the file and a remedy: it does not exist, is a folder, no regular file,
// cannot be opened, is empty; a packed file that is damaged, encrypted, or holds no file or several
// of which none stands out (they are listed).
Result<OpenedFile> openBytes(const std::filesystem::path& file);

}  // namespace ncf
