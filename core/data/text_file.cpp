#include "data/text_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kHeadBytes = 64 << 10;
constexpr std::size_t kBlockBytes = 4 << 20;

// The longest line that is handed out whole; what is longer comes in pieces and is refused as a
// row.
constexpr std::size_t kLongestLine = 16 << 20;

Error cannotRead(const std::string& name, int error) {
    return {ErrorKind::BadInput, name + " cannot be read: " + std::strerror(error) + ".",
            "Check its permissions and that its disk is in place."};
}

}  // namespace

Result<TextFile> TextFile::open(const std::filesystem::path& file) {
    TextFile text;
    text.name_ = file.filename().empty() ? file.string() : file.filename().string();
    // O_NONBLOCK: a pipe without a writer must not hold us up before we know that it is one.
    text.descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (text.descriptor_ < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return Error{ErrorKind::NotFound, "There is no file " + file.string() + ".",
                         "Check its name and folder."};
        }
        return cannotRead(text.name_, errno);
    }
    struct stat facts {};
    if (::fstat(text.descriptor_, &facts) != 0) {
        return cannotRead(text.name_, errno);
    }
    if (S_ISDIR(facts.st_mode)) {
        return Error{ErrorKind::BadInput, text.name_ + " is a folder.", "Choose a file in it."};
    }
    if (!S_ISREG(facts.st_mode)) {
        return Error{ErrorKind::BadInput, text.name_ + " is not a regular file.",
                     "Save its content as a file and open that."};
    }
    text.bytes_ = static_cast<std::uint64_t>(facts.st_size);
    if (text.bytes_ == 0) {
        return Error{ErrorKind::BadInput, text.name_ + " is empty.",
                     "Choose a file with one interaction per line."};
    }
    return text;
}

TextFile::TextFile(TextFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      bytes_(other.bytes_),
      bytesRead_(other.bytesRead_),
      lineNumber_(other.lineNumber_),
      buffer_(std::move(other.buffer_)),
      at_(other.at_),
      ended_(other.ended_),
      status_(std::move(other.status_)) {}

TextFile::~TextFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Result<std::string> TextFile::head() const {
    std::string head(kHeadBytes, '\0');
    const auto got = ::pread(descriptor_, head.data(), head.size(), 0);
    if (got < 0) {
        return cannotRead(name_, errno);
    }
    head.resize(static_cast<std::size_t>(got));
    return head;
}

bool TextFile::readBlock() {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kBlockBytes);
    ssize_t got = 0;
    do {
        got = ::read(descriptor_, buffer_.data() + kept, kBlockBytes);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        status_ = cannotRead(name_, errno);
    }
    const auto added = static_cast<std::size_t>(got < 0 ? 0 : got);
    buffer_.resize(kept + added);
    bytesRead_ += added;
    ended_ = added == 0;
    return added > 0;
}

bool TextFile::nextLine(std::string_view& line) {
    std::size_t searched = at_;
    while (true) {
        const auto end = buffer_.find('\n', searched);
        if (end != std::string::npos || (ended_ && at_ < buffer_.size()) ||
            buffer_.size() - at_ > kLongestLine) {
            const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
            line = std::string_view(buffer_).substr(at_, stop - at_);
            at_ = end == std::string::npos ? stop : end + 1;
            break;
        }
        if (ended_) {
            return false;
        }
        searched = buffer_.size() - at_;
        readBlock();
    }
    if (lineNumber_ == 0 && line.starts_with("\xef\xbb\xbf")) {
        line.remove_prefix(3);
    }
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    ++lineNumber_;
    return true;
}

}  // namespace ncf
