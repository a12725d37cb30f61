#pragma once

#include "data/table_format.h"

#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Divides text into records, and these into fields. A record is a line, or several where a quoted
// field holds line ends. Double quotes enclose a field; inside, two of them stand for one. Files in
// which quotes are not meant so are common: a quote that is never closed, or whose field would make
// a record of another number of columns than the others have, is an ordinary character.
class RecordSplitter {
public:
    explicit RecordSplitter(const TableFormat& format);

    // A record with quotes that is longer than this is read line by line.
    static constexpr std::size_t kLongestQuoted = 256 << 10;

    // The record at the beginning of `text`, which is not empty; returns its bytes with the line
    // end. 0 where more text is needed to tell where it ends: only if `more` says that there is.
    std::size_t next(std::string_view text, bool more);

    // The fields of that record, without the quotes around them. They hold until the next call and
    // as long as the text.
    const std::vector<std::string_view>& fields() const { return fields_; }
    // The record without its line end.
    std::string_view record() const { return record_; }
    // How many line ends are in it, the one at its end included.
    std::size_t lines() const { return lines_; }
    // Nothing but blanks, or a comment.
    bool empty() const;

private:
    void splitPlain(std::string_view line);
    enum class Quoted { Done, NeedsMore, NotQuoted };
    Quoted splitQuoted(std::string_view text, bool more, bool lenient);
    void splitOneLine(std::string_view line);
    struct Closing {
        std::size_t place;  // or npos
        bool unseen;        // more text is needed to tell
    };
    // The closing quote of a field that begins at `from`.
    Closing closingQuote(std::string_view text, std::size_t from, bool more, bool lenient) const;
    // What stands behind a quote, blanks aside. Unseen only if there is `more` text.
    enum class Follows { End, Text, Unseen };
    Follows follows(std::string_view text, std::size_t at, bool more) const;
    std::string unquoted(std::string_view inner) const;

    const std::string separator_;
    const bool blanks_;  // runs of blanks separate
    const bool quotes_;
    const bool backslash_;
    const std::string comment_;
    const std::size_t columns_;

    std::vector<std::string_view> fields_;
    std::vector<std::string> scratch_;
    std::string_view record_;
    std::size_t lines_ = 0;
    std::size_t consumed_ = 0;  // by the latest record
};

}  // namespace ncf
