#pragma once

#include "base/result.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace ncf {

// A file that appears under its name only when it is complete: it is written beside it and renamed.
// Without finish() nothing remains.
class AtomicFile {
public:
    // Replaces an ordinary file; refuses folders and devices.
    static Result<AtomicFile> create(const std::filesystem::path& file);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();

    Status write(std::string_view bytes);
    // Where the content lies until finish(): another library may write it there, and what was
    // written can be read back and checked before it is given its name. Flush what write() took
    // before reading.
    const std::filesystem::path& temporary() const { return temporary_; }
    Status flush();
    Status finish();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary, std::FILE* stream)
        : target_(std::move(target)), temporary_(std::move(temporary)), stream_(stream) {}
    Error failed(int systemError) const;

    std::filesystem::path target_;
    std::filesystem::path temporary_;
    std::FILE* stream_ = nullptr;
};

}  // namespace ncf
