#include "data/text_sample.h"

#include "data/text_file.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace ncf {

namespace {

constexpr std::size_t kHeadBytes = 1 << 20;
constexpr std::size_t kWholeUpTo = 64 << 20;
constexpr std::size_t kChunk = 1 << 20;
constexpr std::size_t kPieces = 48;
constexpr std::size_t kPieceBytes = 4 << 10;

// Reads until `to` has `size` bytes or the source ends.
void readUpTo(ByteSource& source, std::string& to, std::size_t size) {
    while (to.size() < size) {
        const std::size_t kept = to.size();
        to.resize(size);
        const std::size_t got = source.read(to.data() + kept, size - kept);
        to.resize(kept + got);
        if (got == 0) {
            return;
        }
    }
}

// Lines will do: where records end is not known yet, and to look for it by the quotes of what may be
// no table takes long.
Result<std::string> headOf(const std::filesystem::path& path, TableFormat format) {
    format.quotes = false;
    auto text = TextFile::open(path, format);
    if (!text) {
        return text.error();
    }
    std::string head;
    std::string block;
    while (head.size() <= kHeadBytes && text->nextBlock(block)) {
        head += block;
    }
    if (!text->status()) {
        return text->status().error();
    }
    return head;
}

// Pieces of a plain file of UTF-8 lines, each from a line's beginning on.
std::vector<std::string> piecesOf(const std::filesystem::path& file, std::uint64_t bytes) {
    std::vector<std::string> pieces;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    for (std::size_t i = 1; descriptor >= 0 && i <= kPieces; ++i) {
        std::string piece(kPieceBytes, '\0');
        const auto at = static_cast<off_t>(bytes / (kPieces + 1) * i);
        const auto got = ::pread(descriptor, piece.data(), piece.size(), at);
        piece.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        const auto line = piece.find('\n');
        if (line != std::string::npos) {
            pieces.push_back(piece.substr(line + 1));
        }
    }
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return pieces;
}

struct Beginning {
    OpenedFile file;
    std::string head;
    EncodingEvidence evidence;
    bool whole = false;
    bool all = false;  // the evidence is of the whole file
};

Result<Beginning> beginningOf(const std::filesystem::path& path, bool needEncoding) {
    auto opened = openBytes(path);
    if (!opened) {
        return opened.error();
    }
    Beginning result{std::move(*opened), {}, {}, false, false};
    readUpTo(*result.file.bytes, result.head, kHeadBytes);
    result.evidence.add(result.head);
    result.whole = result.head.size() < kHeadBytes;
    result.all = result.whole;
    if (needEncoding && !result.whole && result.file.bytes->bytesTotal() <= kWholeUpTo) {
        std::string chunk(kChunk, '\0');
        std::size_t seen = result.head.size();
        while (seen < kWholeUpTo) {
            const std::size_t got = result.file.bytes->read(chunk.data(), chunk.size());
            if (got == 0) {
                result.all = true;
                break;
            }
            result.evidence.add(std::string_view(chunk).substr(0, got));
            seen += got;
        }
    }
    if (!result.file.bytes->status()) {
        return result.file.bytes->status().error();
    }
    return result;
}

}  // namespace

Result<SampledFile> sampleFile(const std::filesystem::path& path, const TableOverrides& overrides) {
    auto begun = beginningOf(path, !overrides.encoding);
    if (!begun) {
        return begun.error();
    }
    SampledFile sampled;
    sampled.name = begun->file.name;
    sampled.bytes = begun->file.bytes->bytesTotal();
    if (!begun->file.member.empty()) {
        sampled.notes.push_back("It is packed; “" + begun->file.member + "” in it is read.");
    }
    if (const auto known = knownBinary(begun->head, sampled.name)) {
        return *known;
    }
    if (overrides.encoding) {
        const auto known = canonicalEncoding(*overrides.encoding);
        if (!known) {
            return Error{ErrorKind::BadInput, "There is no encoding “" + *overrides.encoding + "”.",
                         "Usual are UTF-8, windows-1252, GB18030 and Shift_JIS."};
        }
        sampled.format.encoding = *known;
    } else {
        std::vector<std::string> pieces;
        const bool plain = !begun->file.packed && !begun->all;
        for (const auto& piece : plain ? piecesOf(path, sampled.bytes) : pieces) {
            begun->evidence.add(piece);
        }
        if (begun->evidence.binary()) {
            return Error{ErrorKind::BadInput, sampled.name + " is not a text file.",
                         "Choose a text file such as CSV; a workbook has to be exported first."};
        }
        sampled.format.encoding = begun->evidence.encoding();
        sampled.encodingOpen = begun->evidence.unsure();
        sampled.encodingOfPart = !begun->all;
    }

    // The head is decoded anew from the beginning, as the whole will be.
    auto head = headOf(path, sampled.format);
    if (!head) {
        return head.error();
    }
    const auto guess = guessLayout(*head, sampled.name);
    if (guess.refusal && !overrides.layout) {
        return *guess.refusal;
    }
    sampled.format.layout = overrides.layout.value_or(guess.layout);
    if (sampled.format.layout != Layout::Table) {
        sampled.notes.push_back(overrides.layout || guess.why.empty()
                                    ? "It is read as " + layoutName(sampled.format.layout) + "."
                                    : guess.why);
        head = headOf(path, sampled.format);
        if (!head) {
            return head.error();
        }
    }
    sampled.text.whole = head->size() <= kHeadBytes;
    head->resize(std::min(head->size(), kHeadBytes));
    sampled.text.pieces.push_back(std::move(*head));
    if (!begun->file.packed && !sampled.text.whole && sampled.format.layout == Layout::Table &&
        sampled.format.encoding == kUtf8) {
        for (auto& piece : piecesOf(path, sampled.bytes)) {
            sampled.text.pieces.push_back(std::move(piece));
        }
    }
    return sampled;
}

Result<std::string> encodingOfWhole(const std::filesystem::path& path) {
    auto opened = openBytes(path);
    if (!opened) {
        return opened.error();
    }
    EncodingEvidence evidence;
    std::string chunk(kChunk, '\0');
    while (const std::size_t got = opened->bytes->read(chunk.data(), chunk.size())) {
        evidence.add(std::string_view(chunk).substr(0, got));
    }
    if (!opened->bytes->status()) {
        return opened->bytes->status().error();
    }
    return evidence.encoding();
}

}  // namespace ncf
