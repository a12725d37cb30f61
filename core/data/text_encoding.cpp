#include "data/text_encoding.h"

#include "base/text.h"
#include "data/charset_guess.h"

#include <array>
#include <cstring>
#include <unicode/ucnv.h>
#include <utility>

namespace ncf {

namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kLowBits = 0x0101010101010101U;
constexpr std::uint64_t kHighBits = 0x8080808080808080U;

// A text has so many times more valid sequences than broken ones, or it is not UTF-8.
constexpr std::uint64_t kValidPerBroken = 10;

// Names under which a file mostly holds what the other name covers.
constexpr std::array<std::pair<std::string_view, const char*>, 5> kReadAs = {{
    {"ISO-8859-1", "windows-1252"},
    {"US-ASCII", kUtf8},
    {"GBK", "GB18030"},
    {"GB2312", "GB18030"},
    {"KSC_5601", "EUC-KR"},
}};

}  // namespace

std::optional<std::string> canonicalEncoding(std::string_view name) {
    const std::string asked(trimmed(name));
    if (asked.empty() || asked.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    UErrorCode error = U_ZERO_ERROR;
    const char* converter = ucnv_getAlias(asked.c_str(), 0, &error);
    if (U_FAILURE(error) || converter == nullptr) {
        return std::nullopt;
    }
    std::string_view found = converter;
    for (const char* standard : {"WINDOWS", "IANA", "MIME"}) {
        error = U_ZERO_ERROR;
        const char* spelling = ucnv_getStandardName(converter, standard, &error);
        if (U_SUCCESS(error) && spelling != nullptr) {
            found = spelling;
        }
    }
    for (const auto& [called, encoding] : kReadAs) {
        if (found == called) {
            return encoding;
        }
    }
    return std::string(found);
}

std::vector<std::string> commonEncodings() {
    return {kUtf8,          "windows-1252", "windows-1250", "windows-1251", "windows-1253",
            "windows-1254", "windows-1255", "windows-1256", "windows-1257", "ISO-8859-2",
            "ISO-8859-15",  "KOI8-R",       "GB18030",      "Big5",         "Shift_JIS",
            "EUC-JP",       "EUC-KR",       "UTF-16LE",     "UTF-16BE",     "UTF-32LE"};
}

void EncodingEvidence::add(std::string_view bytes) {
    start_ += bytes.substr(0, 4 - start_.size());
    sample_.add(bytes);
    const auto* const begin = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* const end = begin + bytes.size();
    const auto* at = begin;
    while (at != end) {
        if (missing_ == 0 && end - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, 8);
            // Neither a byte beyond ASCII nor a zero byte.
            if (((word | (word - kLowBits)) & kHighBits) == 0) {
                at += 8;
                continue;
            }
        }
        if (*at == 0) {
            ++zeros_[(bytes_ + static_cast<std::uint64_t>(at - begin)) % 4];
        }
        if (missing_ == 0 ? startSequence(*at) : continueSequence(*at)) {
            ++at;
        }
    }
    bytes_ += bytes.size();
}

bool EncodingEvidence::startSequence(unsigned char byte) {
    low_ = 0x80;
    high_ = 0xbf;
    if (byte < 0x80) {
        return true;
    }
    if (byte >= 0xc2 && byte <= 0xdf) {
        missing_ = 1;
    } else if (byte >= 0xe0 && byte <= 0xef) {
        missing_ = 2;
        low_ = byte == 0xe0 ? 0xa0 : 0x80;   // shorter forms
        high_ = byte == 0xed ? 0x9f : 0xbf;  // surrogates
    } else if (byte >= 0xf0 && byte <= 0xf4) {
        missing_ = 3;
        low_ = byte == 0xf0 ? 0x90 : 0x80;   // shorter forms
        high_ = byte == 0xf4 ? 0x8f : 0xbf;  // beyond Unicode
    } else {
        ++broken_;
    }
    return true;
}

bool EncodingEvidence::continueSequence(unsigned char byte) {
    if (byte < low_ || byte > high_) {
        missing_ = 0;
        ++broken_;
        return false;
    }
    low_ = 0x80;
    high_ = 0xbf;
    --missing_;
    valid_ += missing_ == 0 ? 1 : 0;
    return true;
}

const char* EncodingEvidence::unicodeByMark() const {
    // UTF-32's mark begins with that of UTF-16.
    if (start_.starts_with("\xff\xfe\0\0"sv)) {
        return "UTF-32LE";
    }
    if (start_ == "\0\0\xfe\xff"sv) {
        return "UTF-32BE";
    }
    if (start_.starts_with("\xff\xfe")) {
        return "UTF-16LE";
    }
    if (start_.starts_with("\xfe\xff")) {
        return "UTF-16BE";
    }
    return start_.starts_with("\xef\xbb\xbf") ? kUtf8 : nullptr;
}

const char* EncodingEvidence::unicodeByZeros() const {
    // Of UTF-32's four bytes the highest is always zero and the next nearly always, the lowest
    // hardly ever.
    const auto quarter = bytes_ / 4;
    const auto nearly = quarter - quarter / 10;
    if (quarter > 0 && zeros_[3] >= quarter && zeros_[2] >= nearly && zeros_[0] <= quarter / 10) {
        return "UTF-32LE";
    }
    if (quarter > 0 && zeros_[0] >= quarter && zeros_[1] >= nearly && zeros_[3] <= quarter / 10) {
        return "UTF-32BE";
    }
    // In UTF-16 the separators and digits of any table have a zero byte on one and the same side.
    const auto even = zeros_[0] + zeros_[2];
    const auto odd = zeros_[1] + zeros_[3];
    const auto many = bytes_ / 40;
    if (odd > many && odd > 10 * even) {
        return "UTF-16LE";
    }
    return even > many && even > 10 * odd ? "UTF-16BE" : nullptr;
}

bool EncodingEvidence::isUtf8() const {
    // The bytes may end within a character; in another encoding than UTF-8 they may as well end
    // with their only letter beyond ASCII.
    const auto cut = valid_ == 0 && missing_ > 0 ? 1U : 0U;
    return (broken_ + cut) * kValidPerBroken <= valid_;
}

std::string EncodingEvidence::encoding() const {
    if (const char* marked = unicodeByMark()) {
        return marked;
    }
    if (const char* unicode = unicodeByZeros()) {
        return unicode;
    }
    return isUtf8() ? kUtf8 : guessCharset(sample_.fields()).encoding;
}

bool EncodingEvidence::unsure() const {
    return unicodeByMark() == nullptr && unicodeByZeros() == nullptr && !isUtf8() &&
           guessCharset(sample_.fields()).unsure;
}

bool EncodingEvidence::binary() const {
    const bool zeros = zeros_ != std::array<std::uint64_t, 4>{};
    const char* marked = unicodeByMark();
    return zeros && (marked == nullptr || marked == std::string_view(kUtf8)) &&
           unicodeByZeros() == nullptr;
}

}  // namespace ncf
