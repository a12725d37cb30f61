#pragma once

#include "base/result.h"
#include "data/byte_source.h"
#include "data/encoding_sample.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// An encoding is a name that ICU knows, in the spelling of canonicalEncoding(): "UTF-8",
// "UTF-16LE", "windows-1252", "GB18030", "Shift_JIS", "KOI8-R" …
inline constexpr const char* kUtf8 = "UTF-8";

// The spelling that is used everywhere; nullopt for a name that ICU does not know ("latin1" and
// "utf8" are known, too; Latin-1 is read as windows-1252, since files called so mostly are that).
std::optional<std::string> canonicalEncoding(std::string_view name);

// The encodings that the window offers, the most usual first.
std::vector<std::string> commonEncodings();

// Collects what tells an encoding while a file goes by in pieces of any size, so that the whole of
// it is looked at and not its beginning alone.
class EncodingEvidence {
public:
    void add(std::string_view bytes);

    // What the bytes so far are written in. Pure ASCII and valid UTF-8 are UTF-8; so is a file in
    // which valid sequences outnumber the broken ones by far: its broken rows are refused one by
    // one. UTF-16 and UTF-32 by their byte order mark or by their zero bytes; the rest by ICU's
    // detector on the lines that hold other bytes than ASCII.
    std::string encoding() const;
    // Whether another encoding was nearly as likely.
    bool unsure() const;
    // Zero bytes that are no UTF-16 or UTF-32: no text at all.
    bool binary() const;

private:
    // Both tell whether the byte was used up.
    bool startSequence(unsigned char byte);
    bool continueSequence(unsigned char byte);
    const char* unicodeByMark() const;
    const char* unicodeByZeros() const;
    bool isUtf8() const;

    std::string start_;  // the first four bytes
    std::uint64_t bytes_ = 0;
    std::array<std::uint64_t, 4> zeros_{};  // by their place modulo 4
    std::uint64_t valid_ = 0;               // UTF-8 sequences of several bytes
    std::uint64_t broken_ = 0;
    int missing_ = 0;           // bytes of the sequence that has begun
    unsigned char low_ = 0x80;  // its next byte is between these
    unsigned char high_ = 0xbf;
    EncodingSample sample_;
};

// The text of `source` as UTF-8, without a byte order mark. What is no character in the encoding
// becomes U+FFFD. UTF-8 itself passes through unchanged, broken bytes included, since the rows that
// hold them are refused one by one.
std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> source,
                                    const std::string& encoding);

// A short piece of text, as decoded() would.
std::string decodedText(std::string_view bytes, const std::string& encoding);

}  // namespace ncf
