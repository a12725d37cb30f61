#include "data/charset_guess.h"

#include "data/text_encoding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>
#include <utility>

namespace ncf {

namespace {

constexpr const char* kWestern = "windows-1252";

// ICU judges single bytes by the first 8 KiB alone.
constexpr std::size_t kSampleBytes = 8000;

// With fewer bytes beyond ASCII languages cannot be told apart.
constexpr std::size_t kFewBytes = 20;
constexpr int kClearConfidence = 50;
constexpr int kLeastConfidence = 20;  // titles in Russian, few as they are, reach some more
constexpr int kCloseConfidence = 10;

// What ICU detects and what it is read as. Of ISO 8859 and Windows code pages for the same letters
// the latter are what people have; `iso` is tried where the two differ in letters.
struct Known {
    std::string_view detected;
    const char* encoding;
    const char* iso = nullptr;
    bool multiByte = false;
};
constexpr std::array<Known, 21> kKnown = {{
    {"ISO-8859-1", kWestern},
    {"windows-1252", kWestern},
    {"ISO-8859-2", "windows-1250", "ISO-8859-2"},
    {"windows-1250", "windows-1250"},
    {"ISO-8859-5", "ISO-8859-5"},
    {"windows-1251", "windows-1251"},
    {"KOI8-R", "KOI8-R"},
    {"ISO-8859-6", "ISO-8859-6"},
    {"windows-1256", "windows-1256"},
    {"ISO-8859-7", "windows-1253", "ISO-8859-7"},
    {"windows-1253", "windows-1253"},
    {"ISO-8859-8", "windows-1255"},
    {"ISO-8859-8-I", "windows-1255"},
    {"windows-1255", "windows-1255"},
    {"ISO-8859-9", "windows-1254"},
    {"windows-1254", "windows-1254"},
    {"Shift_JIS", "Shift_JIS", nullptr, true},
    {"EUC-JP", "EUC-JP", nullptr, true},
    {"EUC-KR", "EUC-KR", nullptr, true},
    {"Big5", "Big5", nullptr, true},
    {"GB18030", "GB18030", nullptr, true},
}};

struct Candidate {
    std::string encoding;
    int confidence = 0;
    bool multiByte = false;
};

// An even part of the fields where all of them are more than ICU looks at.
std::string sampleOf(const std::vector<std::string>& fields) {
    std::size_t bytes = 0;
    for (const auto& field : fields) {
        bytes += field.size() + 1;
    }
    const auto step = std::max<std::size_t>((bytes + kSampleBytes - 1) / kSampleBytes, 1);
    std::string sample;
    for (std::size_t i = 0; i < fields.size(); i += step) {
        sample += fields[i] + '\n';
    }
    return sample;
}

// How many more letters beyond ASCII than signs and control characters there are.
int lettersIn(const std::string& text) {
    int letters = 0;
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    while (at < size) {
        UChar32 point = 0;
        U8_NEXT(text.data(), at, size, point);
        if (point >= 0x80) {
            letters += u_isalpha(point) ? 1 : -1;
        }
    }
    return letters;
}

// Whether every run of bytes beyond ASCII is one of pairs, as in the encodings of the EUC kind.
bool isAllPairs(std::string_view sample) {
    bool even = true;
    for (const char c : sample) {
        if ((c & 0x80) != 0) {
            even = !even;
        } else if (!even) {
            return false;
        }
    }
    return even;
}

// Single accented letters among ASCII ones happen to be halves of multi-byte characters together
// with the letters behind them. In a text that is written in such characters these stand together.
bool standTogether(const std::string& text) {
    const auto isAsciiLetter = [](UChar32 point) { return point < 0x80 && u_isalpha(point); };
    std::int64_t among = 0;
    std::int64_t all = 0;
    UChar32 before = 0;
    UChar32 beforeThat = 0;
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    while (at < size) {
        UChar32 point = 0;
        U8_NEXT(text.data(), at, size, point);
        if (before >= 0x80) {
            ++all;
            among += isAsciiLetter(beforeThat) || isAsciiLetter(point) ? 1 : 0;
        }
        beforeThat = std::exchange(before, point);
    }
    return among * 2 < all;
}

const Known* knownAs(std::string_view detected) {
    const auto found = std::find_if(kKnown.begin(), kKnown.end(),
                                    [&](const Known& known) { return known.detected == detected; });
    return found == kKnown.end() ? nullptr : &*found;
}

// The most likely first, each encoding once. What is not in the table is no encoding of files that
// hold tables, or Unicode, which these bytes are not.
std::vector<Candidate> candidatesFor(const std::string& sample) {
    std::vector<Candidate> candidates;
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error),
                                                                              &ucsdet_close);
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
    std::int32_t count = 0;
    const auto** matches = ucsdet_detectAll(detector.get(), &count, &error);
    for (std::int32_t i = 0; U_SUCCESS(error) && i < count; ++i) {
        const char* name = ucsdet_getName(matches[i], &error);
        const int confidence = ucsdet_getConfidence(matches[i], &error);
        const auto* known = U_SUCCESS(error) && name != nullptr ? knownAs(name) : nullptr;
        if (known == nullptr) {
            continue;
        }
        std::string encoding = known->encoding;
        // Of Big5's characters four in ten end with an ASCII byte.
        if (known->multiByte && ((encoding == "Big5" && isAllPairs(sample)) ||
                                 !standTogether(decodedText(sample, encoding)))) {
            continue;
        }
        if (known->iso != nullptr &&
            lettersIn(decodedText(sample, known->iso)) > lettersIn(decodedText(sample, encoding))) {
            encoding = known->iso;
        }
        const bool met =
            std::any_of(candidates.begin(), candidates.end(),
                        [&](const Candidate& other) { return other.encoding == encoding; });
        if (!met) {
            candidates.push_back({encoding, confidence, known->multiByte});
        }
    }
    return candidates;
}

}  // namespace

CharsetGuess guessCharset(const std::vector<std::string>& fields) {
    const auto sample = sampleOf(fields);
    const auto candidates = candidatesFor(sample);
    const auto beyondAscii =
        std::count_if(sample.begin(), sample.end(), [](char c) { return (c & 0x80) != 0; });
    Candidate chosen{kWestern};
    if (!candidates.empty()) {
        const auto& best = candidates.front();
        const bool clear = best.multiByte && best.confidence >= kClearConfidence;
        const auto western =
            std::find_if(candidates.begin(), candidates.end(),
                         [](const Candidate& other) { return other.encoding == kWestern; });
        if (clear || beyondAscii >= static_cast<std::ptrdiff_t>(kFewBytes)) {
            chosen = best;
        } else if (western != candidates.end()) {
            chosen = *western;
        }
    }
    CharsetGuess guess{chosen.encoding, chosen.confidence < kLeastConfidence};
    const auto text = decodedText(sample, chosen.encoding);
    for (const auto& other : candidates) {
        guess.unsure = guess.unsure || (other.confidence + kCloseConfidence > chosen.confidence &&
                                        other.encoding != chosen.encoding &&
                                        decodedText(sample, other.encoding) != text);
    }
    return guess;
}

}  // namespace ncf
