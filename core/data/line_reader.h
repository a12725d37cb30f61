#pragma once

#include "data/byte_source.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// The longest line, or object of JSON, that is read; what is longer is refused as a row.
inline constexpr std::size_t kMaxRecordBytes = 16 << 20;

// The lines, but for blank ones, of the beginning of a text. The last one is left out if it may be
// cut: if `head` has no line end there and is of at least kLeastCutHead bytes; what is shorter is
// taken for the whole text.
inline constexpr std::size_t kLeastCutHead = 64 << 10;
std::vector<std::string_view> wholeLines(std::string_view head);

// The lines of a source, one after the other, in memory that does not grow with the source.
class LineReader {
public:
    explicit LineReader(std::unique_ptr<ByteSource> source);

    // The first bytes, at most `size`, without moving the position. Only before the first next().
    std::string_view head(std::size_t size);

    // The next line without its end ("\n" or "\r\n"). The view holds until the next call. False at
    // the end or after an error of the source.
    bool next(std::string_view& line);
    // Whether the line that next() gave last is longer than kMaxRecordBytes; then the view holds
    // its beginning only.
    bool tooLong() const { return tooLong_; }
    // 1-based number of the line that next() gave last.
    std::uint64_t number() const { return number_; }

    const ByteSource& source() const { return *source_; }

private:
    bool fill();
    bool nextTooLong(std::string_view& line);

    std::unique_ptr<ByteSource> source_;
    std::array<char, 64 << 10> piece_;
    std::string buffer_;
    std::size_t at_ = 0;        // where the next line begins in buffer_
    std::size_t searched_ = 0;  // up to here there is no line end
    std::uint64_t number_ = 0;
    bool tooLong_ = false;
    bool ended_ = false;
};

}  // namespace ncf
