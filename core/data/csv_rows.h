#pragma once

#include "data/byte_source.h"
#include "data/rejected_row.h"

#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// A source of CSV text that another source is turned into on the way: what derives from it writes
// rows, a few at a time, and this hands them out in pieces of any size.
class CsvRows : public ByteSource {
public:
    std::size_t read(char* to, std::size_t size) final;
    Status status() const final { return text().status(); }
    std::uint64_t bytesDone() const final { return text().bytesDone(); }
    std::uint64_t bytesTotal() const final { return text().bytesTotal(); }

protected:
    explicit CsvRows(RejectedRows& rejected) : rejected_(rejected) {}

    // The source that is turned into CSV.
    virtual const ByteSource& text() const = 0;
    // Writes some more rows, or none if what comes next holds none; false when all is written. One
    // call writes about as much as it reads, so that no line makes a heap of text.
    virtual bool makeRows() = 0;

    // The header: these names and kSourceLineColumn.
    void header(const std::vector<std::string>& names);
    // One field of the row being written. Quoted where it needs to be, otherwise as it is.
    void field(std::string_view text);
    // Ends the row with the number of the line that it comes from.
    void endRow(std::uint64_t sourceLine);
    // Whether enough is written for one call of makeRows().
    bool enough() const { return out_.size() >= kEnough; }

    void reject(std::uint64_t line, std::string reason, std::string_view record);

private:
    static constexpr std::size_t kEnough = 64 << 10;

    RejectedRows& rejected_;
    std::string out_;
    std::size_t handedOut_ = 0;
    bool ended_ = false;
};

}  // namespace ncf
