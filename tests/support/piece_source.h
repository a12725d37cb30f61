#pragma once

#include "data/byte_source.h"
#include "data/layout.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace ncf::test {

// Bytes in memory that come in pieces of at most `piece`.
class PieceSource final : public ByteSource {
public:
    PieceSource(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

    std::size_t read(char* to, std::size_t size) override {
        const auto count = bytes_.copy(to, std::min(size, piece_), at_);
        at_ += count;
        return count;
    }
    Status status() const override { return {}; }
    std::uint64_t bytesDone() const override { return at_; }
    std::uint64_t bytesTotal() const override { return bytes_.size(); }

private:
    std::string bytes_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

inline std::string allOf(ByteSource& source, std::size_t piece = 4096) {
    std::string all;
    std::string buffer(piece, '\0');
    while (const auto count = source.read(buffer.data(), buffer.size())) {
        all.append(buffer, 0, count);
    }
    return all;
}

struct AsCsv {
    std::string csv;
    RejectedRows rejected;
};

// `text` through asCsv(). It comes in pieces of three sizes, and is read in pieces of three; if
// they do not all say the same, that is what `csv` says.
inline AsCsv asCsvInPieces(const std::string& text, Layout layout) {
    AsCsv first;
    for (const std::size_t piece : {65536, 7, 1}) {
        AsCsv result;
        const auto source =
            asCsv(std::make_unique<PieceSource>(text, piece), layout, result.rejected);
        result.csv = allOf(*source, piece == 7 ? 3 : 4096);
        const auto same = [](const RejectedRow& a, const RejectedRow& b) {
            return a.line == b.line && a.reason == b.reason && a.text == b.text;
        };
        if (piece == 65536) {
            first = result;
        } else if (result.csv != first.csv || result.rejected.count != first.rejected.count ||
                   !std::equal(result.rejected.listed.begin(), result.rejected.listed.end(),
                               first.rejected.listed.begin(), first.rejected.listed.end(), same)) {
            first.csv = "other in pieces of " + std::to_string(piece) + ":\n" + result.csv;
        }
    }
    return first;
}

}  // namespace ncf::test
