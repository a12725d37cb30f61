#include "data/text_file.h"

#include <algorithm>
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
      carried_(std::move(other.carried_)),
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

bool TextFile::readMore(std::string& block) {
    const std::size_t kept = block.size();
    block.resize(kept + kBlockBytes);
    ssize_t got = 0;
    do {
        got = ::read(descriptor_, block.data() + kept, kBlockBytes);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        status_ = cannotRead(name_, errno);
    }
    const auto added = static_cast<std::size_t>(got < 0 ? 0 : got);
    block.resize(kept + added);
    bytesRead_ += added;
    ended_ = added == 0;
    return added > 0;
}

bool TextFile::nextBlock(std::string& block) {
    const bool first = bytesRead_ == 0;
    block.assign(carried_);
    carried_.clear();
    std::size_t end = std::string::npos;
    while (end == std::string::npos && block.size() <= kLongestLine && !ended_) {
        if (readMore(block)) {
            end = block.rfind('\n');
        }
    }
    if (end != std::string::npos) {
        carried_.assign(block, end + 1);
        block.resize(end + 1);
    }
    if (first && block.starts_with("\xef\xbb\xbf")) {
        block.erase(0, 3);
    }
    return !block.empty();
}

bool TextFile::nextLine(std::string_view& line) {
    if (at_ == buffer_.size()) {
        at_ = 0;
        if (!nextBlock(buffer_)) {
            buffer_.clear();
            return false;
        }
    }
    const auto end = std::min(buffer_.find('\n', at_), buffer_.size());
    line = std::string_view(buffer_).substr(at_, end - at_);
    at_ = std::min(end + 1, buffer_.size());
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    ++lineNumber_;
    return true;
}

}  // namespace ncf
