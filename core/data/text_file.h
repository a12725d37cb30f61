#pragma once

#include "data/byte_source.h"
#include "data/record_splitter.h"
#include "data/rejected_row.h"
#include "data/table_format.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ncf {

// The text of a file, front to back: unpacked, as UTF-8, other layouts turned into a table, "\n" at
// the end of each line even where the file has carriage returns alone. Handed out in large blocks
// of whole records, or line by line. Blocks are read rather than mapped, because a mapped file that
// somebody shortens meanwhile ends the program.
class TextFile {
public:
    // `format` says how bytes become text and where records end. Errors as openBytes().
    static Result<TextFile> open(const std::filesystem::path& file, const TableFormat& format);
    // A file of plain lines in UTF-8.
    static Result<TextFile> openLines(const std::filesystem::path& file);

    TextFile(TextFile&&) noexcept = default;
    TextFile& operator=(TextFile&&) = delete;

    // The next whole records, some MiB of them, with their line ends. Lines above the table are not
    // among them. False at the end or after a read error.
    bool nextBlock(std::string& block);
    // The next line without its end. The view holds until the next call. False at the end or after
    // a read error. Not to be mixed with nextBlock().
    bool nextLine(std::string_view& line);
    // 1-based number of the line that nextLine() gave last.
    std::uint64_t lineNumber() const { return lineNumber_; }
    // Why reading ended before the end of the file, if it did.
    Status status() const { return source_->status(); }

    // Of the file on the disk.
    std::uint64_t bytes() const { return source_->bytesTotal(); }
    std::uint64_t bytesDone() const { return source_->bytesDone(); }
    const std::string& name() const { return name_; }
    bool packed() const { return packed_; }
    // What the layout could not turn into rows of a table.
    const RejectedRows& rejectedByLayout() const { return *rejected_; }

private:
    explicit TextFile(const TableFormat& format) : splitter_(format) {}
    bool readMore(std::string& block);
    void skipLines(std::string& block);
    std::size_t lastRecordEnd(std::string_view block, bool more);

    std::unique_ptr<RejectedRows> rejected_ = std::make_unique<RejectedRows>();
    std::unique_ptr<ByteSource> source_;
    std::string name_;
    bool packed_ = false;
    bool quotes_ = false;
    RecordSplitter splitter_;
    std::uint64_t linesToSkip_ = 0;
    std::uint64_t lineNumber_ = 0;
    enum class LineEnds { Unknown, LineFeed, CarriageReturn } lineEnds_ = LineEnds::Unknown;
    std::string carried_;  // the beginning of a record whose rest is not read yet
    std::string buffer_;   // of nextLine()
    std::size_t at_ = 0;
    bool ended_ = false;
};

// Reads a table record by record; for files that are not worth several threads.
class RecordReader {
public:
    static Result<RecordReader> open(const std::filesystem::path& file, const TableFormat& format);

    // Goes to the next record that is neither blank nor a comment nor, once more, the header.
    bool next();
    // Of that record; they hold until the next call.
    const std::vector<std::string_view>& fields() const { return splitter_.fields(); }
    std::string_view record() const { return splitter_.record(); }
    std::uint64_t lineNumber() const { return lineNumber_; }
    const TextFile& file() const { return file_; }

private:
    RecordReader(TextFile file, const TableFormat& format);

    TextFile file_;
    RecordSplitter splitter_;
    bool headerComes_;
    std::string header_;
    std::string block_;
    std::size_t at_ = 0;
    std::uint64_t lineNumber_ = 0;
    std::uint64_t linesOfRecord_;  // to add at the next record
};

}  // namespace ncf
