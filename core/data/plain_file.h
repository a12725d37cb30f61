#pragma once

#include "base/result.h"
#include "data/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace ncf {

// The bytes of a regular file as they are on the disk, read straight into the caller's memory.
// They are read rather than mapped, because a mapped file that somebody shortens meanwhile ends the
// program.
class PlainFile final : public ByteSource {
public:
    // The errors of openBytes() that do not depend on the file's content.
    static Result<PlainFile> open(const std::filesystem::path& file);

    // Another reader of the same opened file, from its beginning on.
    PlainFile again() const;

    std::size_t read(char* to, std::size_t size) override;
    // Where read() goes on, counted from the beginning; what lies beyond the end is the end.
    void seek(std::uint64_t position) { position_ = position; }
    Status status() const override { return status_; }
    std::uint64_t bytesDone() const override { return position_; }
    std::uint64_t bytesTotal() const override { return opened_->bytes; }
    // Without its folder.
    const std::string& name() const { return opened_->name; }

private:
    struct Opened {
        Opened() = default;
        Opened(const Opened&) = delete;
        Opened& operator=(const Opened&) = delete;
        ~Opened();

        int descriptor = -1;
        std::uint64_t bytes = 0;
        std::string name;
    };

    explicit PlainFile(std::shared_ptr<const Opened> opened) : opened_(std::move(opened)) {}

    std::shared_ptr<const Opened> opened_;
    std::uint64_t position_ = 0;
    Status status_;
};

}  // namespace ncf
