#include "base/letter_case.h"

#include "base/text.h"

namespace ncf {

namespace {

constexpr bool within(char32_t letter, char32_t first, char32_t last) {
    return letter >= first && letter <= last;
}

// Of U+0080 to U+07FF, the letters of two bytes; so is every small letter of theirs.
char32_t smallLetter(char32_t c) {
    const bool inBlocks =
        (within(c, 0xc0, 0xde) && c != 0xd7) || within(c, 0x391, 0x3ab) || within(c, 0x410, 0x42f);
    if (inBlocks) {
        return c + 0x20;
    }
    if (within(c, 0x400, 0x40f)) {
        return c + 0x50;
    }
    // Where a capital and its small letter stand side by side.
    const bool evenCapitals = (within(c, 0x100, 0x137) && c != 0x130) || within(c, 0x14a, 0x177) ||
                              within(c, 0x460, 0x481) || within(c, 0x48a, 0x4bf) ||
                              within(c, 0x4d0, 0x52f);
    const bool oddCapitals =
        within(c, 0x139, 0x148) || within(c, 0x179, 0x17e) || within(c, 0x4c1, 0x4ce);
    if ((evenCapitals && c % 2 == 0) || (oddCapitals && c % 2 == 1)) {
        return c + 1;
    }
    switch (c) {
        case 0x178:  // Ÿ
            return 0xff;
        case 0x386:  // Ά
            return 0x3ac;
        case 0x388:  // Έ Ή Ί
        case 0x389:
        case 0x38a:
            return c + 0x25;
        case 0x38c:  // Ό
            return 0x3cc;
        case 0x38e:  // Ύ Ώ
        case 0x38f:
            return c + 0x3f;
        case 0x3c2:  // ς at the end of a word
            return 0x3c3;
        default:
            return c;
    }
}

}  // namespace

std::string foldCase(std::string_view text) {
    std::string folded = toLowerAscii(text);
    for (std::size_t at = 0; at + 1 < folded.size(); ++at) {
        const auto lead = static_cast<unsigned char>(folded[at]);
        const auto next = static_cast<unsigned char>(folded[at + 1]);
        if (within(lead, 0xc2, 0xdf) && within(next, 0x80, 0xbf)) {
            const char32_t letter =
                smallLetter(static_cast<char32_t>((lead & 0x1f) << 6 | (next & 0x3f)));
            folded[at] = static_cast<char>(0xc0 | (letter >> 6));
            folded[++at] = static_cast<char>(0x80 | (letter & 0x3f));
        }
    }
    return folded;
}

}  // namespace ncf
