#include "data/packed_file.h"

#include "base/text.h"
#include "data/member_choice.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cstdio>
#include <cstring>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kBlockBytes = 256 << 10;
constexpr std::size_t kTarMagicAt = 257;

Error encrypted(const std::string& name) {
    return {ErrorKind::BadInput, name + " is encrypted.",
            "Unpack it with its password and choose the file with the interactions."};
}

Error damagedBecause(const std::string& name, const std::string& reason) {
    return {ErrorKind::BadInput, name + " is damaged: " + reason + ".", "Fetch or make it again."};
}

std::string pathOf(archive_entry* entry) {
    const char* path = archive_entry_pathname_utf8(entry);
    if (path == nullptr) {
        path = archive_entry_pathname(entry);
    }
    const std::string_view bytes = path == nullptr ? "" : path;
    return isValidUtf8(bytes) ? std::string(bytes) : latin1ToUtf8(bytes);
}

}  // namespace

std::optional<Packing> packingOf(std::string_view beginning) {
    using namespace std::string_view_literals;
    const auto startsWith = [&](std::string_view magic) { return beginning.starts_with(magic); };
    // Text may well begin with "BZh": in a bzip2 file the level and the mark of a block or of the
    // end follow.
    const bool bzip2 = startsWith("BZh") && beginning.size() >= 10 && beginning[3] >= '1' &&
                       beginning[3] <= '9' &&
                       (beginning.substr(4, 6) == "1AY&SY"sv ||
                        beginning.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv);
    if (bzip2 || startsWith("\x1f\x8b") || startsWith("\xfd\x37zXZ\0"sv) ||
        startsWith("\x28\xb5\x2f\xfd")) {
        return Packing::Compressed;
    }
    const bool tar =
        beginning.size() > kTarMagicAt && beginning.substr(kTarMagicAt).starts_with("ustar");
    if (tar || startsWith("PK\x03\x04") || startsWith("PK\x05\x06") ||
        startsWith("7z\xbc\xaf\x27\x1c")) {
        return Packing::Archive;
    }
    return std::nullopt;
}

PackedFile::PackedFile(std::unique_ptr<ByteSource> packed, Packing packing, std::string name)
    : name_(std::move(name)),
      packing_(packing),
      packed_(std::move(packed)),
      onDisk_(dynamic_cast<PlainFile*>(packed_.get())),
      block_(kBlockBytes),
      handle_(archive_read_new()) {}

PackedFile::~PackedFile() {
    archive_read_free(handle_);
}

Result<std::unique_ptr<PackedFile>> PackedFile::open(std::unique_ptr<ByteSource> packed,
                                                     Packing packing, const std::string& name) {
    std::unique_ptr<PackedFile> file(new PackedFile(std::move(packed), packing, name));
    auto* handle = file->handle_;
    if (handle == nullptr) {
        return Error{ErrorKind::Internal, name + " cannot be unpacked: memory is short.",
                     "Close other programs and try again."};
    }
    if (packing == Packing::Compressed) {
        // These alone, since some of libarchive's other filters run programs.
        archive_read_support_filter_gzip(handle);
        archive_read_support_filter_bzip2(handle);
        archive_read_support_filter_xz(handle);
        archive_read_support_filter_zstd(handle);
    } else {
        archive_read_support_format_zip(handle);
        archive_read_support_format_tar(handle);
        archive_read_support_format_gnutar(handle);
        archive_read_support_format_7zip(handle);
    }
    archive_read_support_format_raw(handle);
    archive_read_support_format_empty(handle);
    archive_read_set_callback_data(handle, file.get());
    archive_read_set_read_callback(handle, readPacked);
    if (file->onDisk_ != nullptr) {
        archive_read_set_seek_callback(handle, seekPacked);
    }
    if (archive_read_open1(handle) != ARCHIVE_OK) {
        return file->damaged();
    }
    if (!file->nextEntry()) {
        if (!file->status_) {
            return file->status_.error();
        }
        const bool empty = archive_format(handle) == ARCHIVE_FORMAT_EMPTY;
        return Error{ErrorKind::BadInput, name + (empty ? " is empty." : " holds no file."),
                     "Choose a file with one interaction per line."};
    }
    return file;
}

ssize_t PackedFile::readPacked(archive* handle, void* self, const void** block) {
    auto& file = *static_cast<PackedFile*>(self);
    const auto got = file.packed_->read(file.block_.data(), file.block_.size());
    *block = file.block_.data();
    if (file.packing_ == Packing::Compressed) {
        file.check_.addPacked({file.block_.data(), got});
    }
    if (got == 0 && !file.packed_->status()) {
        archive_set_error(handle, EIO, "it cannot be read");
        return ARCHIVE_FATAL;
    }
    return static_cast<ssize_t>(got);
}

std::int64_t PackedFile::seekPacked(archive* handle, void* self, std::int64_t offset, int whence) {
    auto& file = *static_cast<PackedFile*>(self)->onDisk_;
    const auto from = whence == SEEK_SET   ? std::uint64_t(0)
                      : whence == SEEK_CUR ? file.bytesDone()
                                           : file.bytesTotal();
    std::int64_t position = 0;
    if (__builtin_add_overflow(static_cast<std::int64_t>(from), offset, &position) ||
        position < 0) {
        archive_set_error(handle, EINVAL, "it points outside of itself");
        return ARCHIVE_FATAL;
    }
    file.seek(static_cast<std::uint64_t>(position));
    return position;
}

Error PackedFile::damaged() const {
    if (const auto status = packed_->status(); !status) {
        return status.error();
    }
    const char* reason = archive_error_string(handle_);
    std::string told = reason == nullptr ? "it cannot be unpacked" : reason;
    while (told.ends_with('.') || told.ends_with('\n')) {
        told.pop_back();
    }
    return damagedBecause(name_, told);
}

bool PackedFile::nextEntry() {
    int result = ARCHIVE_RETRY;
    while (result == ARCHIVE_RETRY) {
        result = archive_read_next_header(handle_, &entry_);
    }
    // A warning is about a name that could not be converted, for instance.
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        return true;
    }
    entry_ = nullptr;
    if (result != ARCHIVE_EOF) {
        // In a 7z even the names may be encrypted.
        status_ = archive_read_has_encrypted_entries(handle_) > 0 ? encrypted(name_) : damaged();
    }
    return false;
}

bool PackedFile::packs() const {
    return packing_ == Packing::Compressed ? archive_filter_count(handle_) > 1
                                           : archive_format(handle_) != ARCHIVE_FORMAT_RAW;
}

bool PackedFile::isGzip() const {
    // Two filters: gzip, and that which only passes on what is read.
    return archive_filter_count(handle_) == 2 &&
           archive_filter_code(handle_, 0) == ARCHIVE_FILTER_GZIP;
}

Result<std::uint64_t> PackedFile::choose() {
    MemberChoice choice;
    std::uint64_t index = 0;
    do {
        const auto type = archive_entry_filetype(entry_);
        const bool file = (type == AE_IFREG || type == 0) &&
                          archive_entry_hardlink(entry_) == nullptr &&
                          archive_entry_symlink(entry_) == nullptr;
        if (file) {
            choice.offer(index, pathOf(entry_));
        }
        ++index;
    } while (nextEntry());
    // A compressed archive shows at its very end whether it is damaged.
    while (status_ && onDisk_ == nullptr && packed_->read(block_.data(), block_.size()) > 0) {
    }
    if (const auto status = status_ ? packed_->status() : status_; !status) {
        return status.error();
    }
    return choice.choose(name_);
}

Status PackedFile::goTo(std::uint64_t index) {
    for (std::uint64_t at = 0; at < index; ++at) {
        if (!nextEntry()) {
            return status_ ? Status(damaged()) : status_;
        }
    }
    if (archive_entry_is_data_encrypted(entry_) != 0) {
        return encrypted(name_);
    }
    return {};
}

std::string PackedFile::member() const {
    return packing_ == Packing::Archive ? pathOf(entry_) : std::string();
}

std::string_view PackedFile::peek(std::size_t size) {
    std::string beginning(size, '\0');
    std::size_t filled = 0;
    std::size_t got = 1;
    while (filled < size && got > 0) {
        got = read(beginning.data() + filled, size - filled);
        filled += got;
    }
    beginning.resize(filled);
    peeked_ = std::move(beginning);
    peekedGiven_ = 0;
    return peeked_;
}

std::size_t PackedFile::read(char* to, std::size_t size) {
    if (peekedGiven_ < peeked_.size()) {
        const auto given = std::min(size, peeked_.size() - peekedGiven_);
        std::memcpy(to, peeked_.data() + peekedGiven_, given);
        peekedGiven_ += given;
        return given;
    }
    if (ended_) {
        return 0;
    }
    la_ssize_t got = ARCHIVE_RETRY;
    while (got == ARCHIVE_RETRY) {
        got = archive_read_data(handle_, to, size);
    }
    if (got < 0) {
        status_ = damaged();
    } else if (isGzip()) {
        check_.addContent({to, static_cast<std::size_t>(got)});
        if (got == 0 && check_.broken()) {
            status_ = damagedBecause(name_, "its checksum is that of other content");
        }
    }
    ended_ = got <= 0;
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

std::uint64_t PackedFile::bytesDone() const {
    return ended_ && peekedGiven_ == peeked_.size() ? bytesTotal() : packed_->bytesDone();
}

}  // namespace ncf
