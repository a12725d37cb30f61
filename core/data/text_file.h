#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ncf {

// A text file read front to back in large blocks and handed out line by line. Blocks are read
// rather than mapped, because a mapped file that somebody shortens meanwhile ends the program.
class TextFile {
public:
    // Errors, each naming the file: it does not exist, is a folder or no regular file, cannot be
    // opened, is empty.
    static Result<TextFile> open(const std::filesystem::path& file);

    TextFile(TextFile&& other) noexcept;
    TextFile& operator=(TextFile&&) = delete;
    ~TextFile();

    // The file's first bytes, at most 64 KiB, without moving the position.
    Result<std::string> head() const;

    // The next whole lines, some MiB of them, with their ends and, at the start, without a byte
    // order mark. False at the end or after a read error.
    bool nextBlock(std::string& block);
    // The next line without its end ("\n" or "\r\n"). The view holds until the next call. False at
    // the end or after a read error.
    bool nextLine(std::string_view& line);
    // 1-based number of the line that nextLine() gave last.
    std::uint64_t lineNumber() const { return lineNumber_; }
    // Why reading ended before the end of the file, if it did.
    Status status() const { return status_; }

    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t bytesDone() const {
        return bytesRead_ - carried_.size() - (buffer_.size() - at_);
    }
    const std::string& name() const { return name_; }

private:
    TextFile() = default;
    bool readMore(std::string& block);

    int descriptor_ = -1;
    std::string name_;
    std::uint64_t bytes_ = 0;
    std::uint64_t bytesRead_ = 0;
    std::uint64_t lineNumber_ = 0;
    std::string carried_;  // the beginning of a line whose rest is not read yet
    std::string buffer_;   // of nextLine()
    std::size_t at_ = 0;
    bool ended_ = false;
    Status status_;
};

}  // namespace ncf
