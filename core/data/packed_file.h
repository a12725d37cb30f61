#pragma once

#include "base/result.h"
#include "data/byte_source.h"
#include "data/gzip_check.h"
#include "data/plain_file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct archive;
struct archive_entry;

namespace ncf {

// How bytes are packed: one file compressed, or an archive, whose files may be compressed each.
enum class Packing { Compressed, Archive };

// How many of a file's first bytes packingOf() needs.
inline constexpr std::size_t kMagicBytes = 512;

// How a file is packed that begins with these bytes; nullopt if it is not.
std::optional<Packing> packingOf(std::string_view beginning);

// Takes away one layer of packing, by libarchive. Never more than some blocks are in memory,
// whatever the packed bytes say of sizes.
class PackedFile final : public ByteSource {
public:
    // `name` is that of the file on the disk, for messages. Errors: damaged, encrypted, nothing in
    // it.
    static Result<std::unique_ptr<PackedFile>> open(std::unique_ptr<ByteSource> packed,
                                                    Packing packing, const std::string& name);
    ~PackedFile() override;
    PackedFile(const PackedFile&) = delete;
    PackedFile& operator=(const PackedFile&) = delete;

    // False where the beginning looked like a packed file's by chance.
    bool packs() const;
    // Of an archive: what it holds. This goes through all of it.
    Result<std::uint64_t> choose();
    // Of an archive that was just opened: goes on to the content of what `index` counts.
    Status goTo(std::uint64_t index);
    // Of an archive: the path of what is read, in UTF-8.
    std::string member() const;

    // The first bytes, at most `size`, which read() gives again.
    std::string_view peek(std::size_t size);

    std::size_t read(char* to, std::size_t size) override;
    Status status() const override { return status_; }
    std::uint64_t bytesDone() const override;
    std::uint64_t bytesTotal() const override { return packed_->bytesTotal(); }

private:
    PackedFile(std::unique_ptr<ByteSource> packed, Packing packing, std::string name);

    // What libarchive calls for the packed bytes.
    static ssize_t readPacked(archive* handle, void* self, const void** block);
    static std::int64_t seekPacked(archive* handle, void* self, std::int64_t offset, int whence);

    // True on the next thing in the archive; false at its end or after an error.
    bool nextEntry();
    bool isGzip() const;
    Error damaged() const;

    std::string name_;
    Packing packing_;
    std::unique_ptr<ByteSource> packed_;
    // The same where it is a file on the disk: a zip's directory is at the end, and what is not
    // wanted of an archive can be leapt over.
    PlainFile* onDisk_ = nullptr;
    std::vector<char> block_;
    archive* handle_ = nullptr;
    archive_entry* entry_ = nullptr;
    GzipCheck check_;
    std::string peeked_;
    std::size_t peekedGiven_ = 0;
    bool ended_ = false;
    Status status_;
};

}  // namespace ncf
