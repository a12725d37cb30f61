#include "base/atomic_file.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ncf {

namespace fs = std::filesystem;

Result<AtomicFile> AtomicFile::create(const fs::path& file) {
    std::error_code error;
    // Through a link to what it names, so that the link stays one.
    fs::path target = fs::weakly_canonical(file, error);
    if (error || file.empty()) {
        return Error{ErrorKind::BadInput, "“" + file.string() + "” is not a file name.", ""};
    }
    const auto status = fs::status(target, error);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return Error{ErrorKind::BadInput, "“" + file.string() + "” is not an ordinary file.",
                     "Choose another name."};
    }
    const fs::path temporary = target.string() + ".new-" + std::to_string(::getpid());
    std::FILE* const stream = std::fopen(temporary.c_str(), "wb");
    if (stream == nullptr) {
        return Error{ErrorKind::Storage,
                     "“" + file.string() +
                         "” could not be written: " + std::generic_category().message(errno) + ".",
                     "Choose another folder."};
    }
    return AtomicFile(std::move(target), temporary, stream);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      stream_(std::exchange(other.stream_, nullptr)) {}

AtomicFile::~AtomicFile() {
    if (stream_ != nullptr) {
        std::fclose(stream_);
        ::unlink(temporary_.c_str());
    }
}

Error AtomicFile::failed(int systemError) const {
    return {ErrorKind::Storage,
            "“" + target_.string() +
                "” could not be written: " + std::generic_category().message(systemError) + ".",
            "Free some space or choose another folder; nothing was changed."};
}

Status AtomicFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stream_) != bytes.size()) {
        return failed(errno);
    }
    return {};
}

Status AtomicFile::flush() {
    return std::fflush(stream_) == 0 ? Status() : failed(errno);
}

Status AtomicFile::finish() {
    if (std::fflush(stream_) != 0 || ::fsync(::fileno(stream_)) != 0) {
        return failed(errno);
    }
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
        return failed(errno);
    }
    std::fclose(std::exchange(stream_, nullptr));
    return {};
}

}  // namespace ncf
