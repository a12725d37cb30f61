#include "data/plain_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ncf {

namespace {

Error cannotRead(const std::string& name, int error) {
    return {ErrorKind::BadInput, name + " cannot be read: " + std::strerror(error) + ".",
            "Check its permissions and that its disk is in place."};
}

}  // namespace

PlainFile::Opened::~Opened() {
    if (descriptor >= 0) {
        ::close(descriptor);
    }
}

Result<PlainFile> PlainFile::open(const std::filesystem::path& file) {
    auto opened = std::make_shared<Opened>();
    opened->name = file.filename().empty() ? file.string() : file.filename().string();
    // O_NONBLOCK: a pipe without a writer must not hold us up before we know that it is one.
    opened->descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened->descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return Error{ErrorKind::NotFound, "There is no file " + file.string() + ".",
                         "Check its name and folder."};
        }
        return cannotRead(opened->name, errno);
    }
    struct stat facts {};
    if (::fstat(opened->descriptor, &facts) != 0) {
        return cannotRead(opened->name, errno);
    }
    if (S_ISDIR(facts.st_mode)) {
        return Error{ErrorKind::BadInput, opened->name + " is a folder.", "Choose a file in it."};
    }
    if (!S_ISREG(facts.st_mode)) {
        return Error{ErrorKind::BadInput, opened->name + " is not a regular file.",
                     "Save its content as a file and open that."};
    }
    opened->bytes = static_cast<std::uint64_t>(facts.st_size);
    if (opened->bytes == 0) {
        return Error{ErrorKind::BadInput, opened->name + " is empty.",
                     "Choose a file with one interaction per line."};
    }
    return PlainFile(std::move(opened));
}

PlainFile PlainFile::again() const {
    return PlainFile(opened_);
}

std::size_t PlainFile::read(char* to, std::size_t size) {
    ssize_t got = 0;
    do {
        got = ::pread(opened_->descriptor, to, size, static_cast<off_t>(position_));
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        status_ = cannotRead(opened_->name, errno);
        return 0;
    }
    position_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
}

}  // namespace ncf
