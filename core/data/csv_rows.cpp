#include "data/csv_rows.h"

#include "data/layout.h"

#include <algorithm>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kRecordBytesShown = 200;

// The beginning of `text`, not cut within a character.
std::string shown(std::string_view text) {
    if (text.size() <= kRecordBytesShown) {
        return std::string(text);
    }
    std::size_t size = kRecordBytesShown;
    while (size > kRecordBytesShown - 4 &&
           (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
        --size;
    }
    return std::string(text.substr(0, size));
}

}  // namespace

std::size_t CsvRows::read(char* to, std::size_t size) {
    while (handedOut_ == out_.size() && !ended_) {
        out_.clear();
        handedOut_ = 0;
        ended_ = !makeRows();
    }
    const auto count = std::min(size, out_.size() - handedOut_);
    out_.copy(to, count, handedOut_);
    handedOut_ += count;
    return count;
}

void CsvRows::header(const std::vector<std::string>& names) {
    for (const auto& name : names) {
        field(name);
    }
    out_ += kSourceLineColumn;
    out_ += '\n';
}

void CsvRows::field(std::string_view text) {
    const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                        text.starts_with(' ') || text.ends_with(' ');
    if (!quoted) {
        out_ += text;
    } else {
        out_ += '"';
        // Up to each quote and with it, then the quote again.
        for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
            out_ += text.substr(0, quote + 1);
            out_ += '"';
            text.remove_prefix(quote + 1);
        }
        out_ += text;
        out_ += '"';
    }
    out_ += ',';
}

void CsvRows::endRow(std::uint64_t sourceLine) {
    out_ += std::to_string(sourceLine);
    out_ += '\n';
}

void CsvRows::reject(std::uint64_t line, std::string reason, std::string_view record) {
    rejected_.add({line, std::move(reason), shown(record)});
}

}  // namespace ncf
