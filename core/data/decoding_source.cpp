#include "data/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kBlockBytes = 64 << 10;
constexpr std::size_t kMostAtOnce = 1 << 30;  // what ICU takes is below 2 GiB
constexpr std::string_view kMark = "\xef\xbb\xbf";

// ICU's own replacement is a control character for some bytes of some encodings.
void replaceBroken(const void*, UConverterToUnicodeArgs* conversion, const char*, std::int32_t,
                   UConverterCallbackReason reason, UErrorCode* error) {
    if (reason <= UCNV_IRREGULAR) {
        constexpr UChar replacement = 0xfffd;
        *error = U_ZERO_ERROR;
        ucnv_cbToUWriteUChars(conversion, &replacement, 1, 0, error);
    }
}

// Makes UTF-8 of an encoding's bytes, which come in pieces.
class Converter {
public:
    explicit Converter(const std::string& encoding)
        // Files called EUC-KR hold the further syllables of its extension, too.
        : from_(opened(encoding == "EUC-KR" ? "windows-949" : encoding.c_str())),
          to_(opened(kUtf8)),
          pivotSource_(pivot_.data()),
          pivotTarget_(pivot_.data()) {
        if (from_) {
            UErrorCode error = U_ZERO_ERROR;
            ucnv_setToUCallBack(from_.get(), replaceBroken, nullptr, nullptr, nullptr, &error);
        }
    }

    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool good() const { return from_ && to_; }

    // Converts from the beginning of `bytes`, which it takes away there, until they or the room at
    // `to` are used up, and returns how much it wrote. `last`: no bytes follow these. Afterwards
    // complete() tells whether there was room enough.
    std::size_t convert(std::string_view& bytes, bool last, char* to, std::size_t size) {
        const char* source = bytes.data();
        char* target = to;
        size = std::min(size, kMostAtOnce);
        UErrorCode error = U_ZERO_ERROR;
        ucnv_convertEx(to_.get(), from_.get(), &target, to + size, &source,
                       bytes.data() + bytes.size(), pivot_.data(), &pivotSource_, &pivotTarget_,
                       pivot_.data() + pivot_.size(), false, last, &error);
        bytes.remove_prefix(static_cast<std::size_t>(source - bytes.data()));
        complete_ = error != U_BUFFER_OVERFLOW_ERROR;
        if (complete_ && U_FAILURE(error)) {
            bytes = {};  // never the same bytes again
        }
        return static_cast<std::size_t>(target - to);
    }
    bool complete() const { return complete_; }

private:
    using Handle = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

    static Handle opened(const char* encoding) {
        UErrorCode error = U_ZERO_ERROR;
        return {ucnv_open(encoding, &error), &ucnv_close};
    }

    Handle from_;
    Handle to_;
    std::array<UChar, 4096> pivot_;
    UChar* pivotSource_;
    UChar* pivotTarget_;
    bool complete_ = true;
};

class DecodingSource final : public ByteSource {
public:
    DecodingSource(std::unique_ptr<ByteSource> source, const std::string& encoding)
        : source_(std::move(source)), converter_(encoding), block_(kBlockBytes, '\0') {
        if (!converter_.good()) {
            ended_ = true;
            status_ = Error{ErrorKind::BadInput, encoding + " is no encoding that is known.",
                            "Choose another one."};
        }
    }

    std::size_t read(char* to, std::size_t size) override {
        std::size_t written = 0;
        while (written == 0 && !ended_) {
            if (rest_.empty() && converter_.complete() && !last_) {
                rest_ = {block_.data(), source_->read(block_.data(), block_.size())};
                last_ = rest_.empty();
            }
            written = converter_.convert(rest_, last_, to, size);
            ended_ = last_ && converter_.complete();
        }
        return written;
    }
    Status status() const override { return status_ ? source_->status() : status_; }
    std::uint64_t bytesDone() const override { return source_->bytesDone(); }
    std::uint64_t bytesTotal() const override { return source_->bytesTotal(); }

private:
    std::unique_ptr<ByteSource> source_;
    Converter converter_;
    std::string block_;
    std::string_view rest_;  // of block_
    bool last_ = false;
    bool ended_ = false;
    Status status_;
};

// UTF-8 without the byte order mark at its beginning.
class WithoutMark final : public ByteSource {
public:
    explicit WithoutMark(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

    std::size_t read(char* to, std::size_t size) override {
        if (!begun_) {
            begun_ = true;
            begin();
        }
        const auto held = std::min(size, beginning_.size());
        if (held == 0) {
            return source_->read(to, size);
        }
        std::memcpy(to, beginning_.data(), held);
        beginning_.erase(0, held);
        return held + (size > held ? source_->read(to + held, size - held) : 0);
    }
    Status status() const override { return source_->status(); }
    std::uint64_t bytesDone() const override { return source_->bytesDone(); }
    std::uint64_t bytesTotal() const override { return source_->bytesTotal(); }

private:
    void begin() {
        beginning_.resize(kMark.size());
        std::size_t filled = 0;
        std::size_t got = 1;
        while (filled < beginning_.size() && got > 0) {
            got = source_->read(beginning_.data() + filled, beginning_.size() - filled);
            filled += got;
        }
        beginning_.resize(filled);
        if (beginning_ == kMark) {
            beginning_.clear();
        }
    }

    std::unique_ptr<ByteSource> source_;
    std::string beginning_;  // what was read in search of the mark and is not given yet
    bool begun_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> source,
                                    const std::string& encoding) {
    if (encoding != kUtf8) {
        source = std::make_unique<DecodingSource>(std::move(source), encoding);
    }
    return std::make_unique<WithoutMark>(std::move(source));
}

std::string decodedText(std::string_view bytes, const std::string& encoding) {
    std::string text;
    if (encoding == kUtf8) {
        text = bytes;
    } else if (Converter converter(encoding); converter.good()) {
        std::size_t written = 0;
        do {
            text.resize(written + bytes.size() + bytes.size() / 2 + 16);
            written += converter.convert(bytes, true, text.data() + written, text.size() - written);
        } while (!converter.complete());
        text.resize(written);
    }
    if (text.starts_with(kMark)) {
        text.erase(0, kMark.size());
    }
    return text;
}

}  // namespace ncf
