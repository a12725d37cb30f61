#include "data/text_file.h"

#include <algorithm>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kBlockBytes = 4 << 20;

// The longest line that is handed out whole; what is longer comes in pieces and is refused as a
// row.
constexpr std::size_t kLongestLine = 16 << 20;

}  // namespace

Result<TextFile> TextFile::open(const std::filesystem::path& file, const TableFormat& format) {
    auto opened = openBytes(file);
    if (!opened) {
        return opened.error();
    }
    TextFile text(format);
    text.name_ = opened->name;
    text.packed_ = opened->packed;
    text.quotes_ = format.quotes;
    text.linesToSkip_ = format.skipLines;
    text.lineNumber_ = format.skipLines;
    text.source_ = decoded(std::move(opened->bytes), format.encoding);
    if (format.layout != Layout::Table) {
        text.source_ = asCsv(std::move(text.source_), format.layout, *text.rejected_);
    }
    return text;
}

Result<TextFile> TextFile::openLines(const std::filesystem::path& file) {
    TableFormat lines;
    lines.quotes = false;
    return open(file, lines);
}

bool TextFile::readMore(std::string& block) {
    const std::size_t kept = block.size();
    block.resize(kept + kBlockBytes);
    // Some sources give little at a time.
    std::size_t got = 0;
    while (got < kBlockBytes && !ended_) {
        const std::size_t more = source_->read(block.data() + kept + got, kBlockBytes - got);
        ended_ = more == 0;
        got += more;
    }
    block.resize(kept + got);
    if (lineEnds_ == LineEnds::Unknown && got > 0) {
        const auto end = block.find_first_of("\r\n");
        const bool alone =
            end != std::string::npos && block[end] == '\r' && block.find('\n') == std::string::npos;
        lineEnds_ = alone                      ? LineEnds::CarriageReturn
                    : end != std::string::npos ? LineEnds::LineFeed
                                               : LineEnds::Unknown;
    }
    if (lineEnds_ == LineEnds::CarriageReturn) {
        std::replace(block.begin() + static_cast<std::ptrdiff_t>(kept), block.end(), '\r', '\n');
    }
    return got > 0;
}

void TextFile::skipLines(std::string& block) {
    std::size_t at = 0;
    while (linesToSkip_ > 0 && at < block.size()) {
        const auto end = block.find('\n', at);
        at = end == std::string::npos ? block.size() : end + 1;
        linesToSkip_ -= end == std::string::npos ? 0 : 1;
    }
    block.erase(0, at);
}

// Where the last record ends that is whole; 0 if there is none.
std::size_t TextFile::lastRecordEnd(std::string_view block, bool more) {
    if (!more) {
        return block.size();
    }
    const auto lastLine = block.rfind('\n');
    if (lastLine == std::string_view::npos) {
        return 0;
    }
    if (!quotes_ || block.find('"') == std::string_view::npos) {
        return lastLine + 1;
    }
    std::size_t at = 0;
    while (at < block.size()) {
        const std::size_t record = splitter_.next(block.substr(at), true);
        if (record == 0) {
            break;
        }
        at += record;
    }
    return at;
}

bool TextFile::nextBlock(std::string& block) {
    block.assign(carried_);
    carried_.clear();
    std::size_t end = 0;
    while (end == 0 && block.size() <= kLongestLine && !ended_) {
        readMore(block);
        skipLines(block);
        end = lastRecordEnd(block, !ended_);
    }
    if (end > 0 && end < block.size()) {
        carried_.assign(block, end);
        block.resize(end);
    }
    return !block.empty();
}

bool TextFile::nextLine(std::string_view& line) {
    if (at_ == buffer_.size()) {
        at_ = 0;
        if (!nextBlock(buffer_)) {
            buffer_.clear();
            return false;
        }
    }
    const auto end = std::min(buffer_.find('\n', at_), buffer_.size());
    line = std::string_view(buffer_).substr(at_, end - at_);
    at_ = std::min(end + 1, buffer_.size());
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    ++lineNumber_;
    return true;
}

RecordReader::RecordReader(TextFile file, const TableFormat& format)
    : file_(std::move(file)),
      splitter_(format),
      headerComes_(format.header),
      linesOfRecord_(format.skipLines + 1) {}

Result<RecordReader> RecordReader::open(const std::filesystem::path& file,
                                        const TableFormat& format) {
    auto text = TextFile::open(file, format);
    if (!text) {
        return text.error();
    }
    return RecordReader(std::move(*text), format);
}

bool RecordReader::next() {
    while (true) {
        if (at_ == block_.size()) {
            at_ = 0;
            if (!file_.nextBlock(block_)) {
                block_.clear();
                return false;
            }
        }
        at_ += splitter_.next(std::string_view(block_).substr(at_), false);
        lineNumber_ += linesOfRecord_;
        linesOfRecord_ = splitter_.lines();
        if (splitter_.empty()) {
            continue;
        }
        if (std::exchange(headerComes_, false)) {
            header_ = splitter_.record();
        } else if (header_.empty() || splitter_.record() != header_) {
            return true;
        }
    }
}

}  // namespace ncf
