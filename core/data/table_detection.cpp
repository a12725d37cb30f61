#include "data/table_detection.h"

#include "base/text.h"
#include "data/header_guess.h"
#include "data/record_splitter.h"

#include <algorithm>
#include <array>
#include <map>

namespace ncf {

namespace {

constexpr std::size_t kPreviewRows = 20;
constexpr std::size_t kRecordsForSeparator = 400;
constexpr std::size_t kRecordsForColumns = 3000;
constexpr std::size_t kLinesAboveTable = 50;

// In the order in which they are preferred where two explain the text equally well. Blanks come
// last, since they stand inside titles and times.
constexpr std::array<std::string_view, 7> kSeparators = {"\t", "::", ";", "|", ",", "\x01", " "};

std::vector<TableRecord> recordsOf(std::string_view text, bool whole, const TableFormat& format,
                                   std::size_t atMost) {
    RecordSplitter splitter(format);
    std::vector<TableRecord> records;
    std::uint64_t lines = 0;
    while (!text.empty() && records.size() < atMost) {
        std::size_t bytes = splitter.next(text, !whole);
        if (bytes == 0 && records.empty()) {
            bytes = splitter.next(text, false);
        }
        if (bytes == 0) {
            break;
        }
        if (!splitter.empty()) {
            records.push_back({{splitter.fields().begin(), splitter.fields().end()},
                               std::string(splitter.record()),
                               lines});
        }
        lines += splitter.lines();
        text.remove_prefix(bytes);
    }
    return records;
}

// How well a format explains the records: the number of fields that most of them have, and the
// share that has it.
struct Fit {
    std::size_t columns = 0;
    double share = 0;

    bool operator>(const Fit& other) const {
        const bool good = share >= 0.9;
        const bool otherGood = other.share >= 0.9;
        if (good && otherGood) {
            return columns > other.columns;
        }
        return share > other.share;
    }
};

Fit fitOf(const std::vector<TableRecord>& records) {
    std::map<std::size_t, std::size_t> counts;
    for (const auto& record : records) {
        ++counts[record.fields.size()];
    }
    Fit fit;
    for (const auto& [columns, count] : counts) {
        const double share = static_cast<double>(count) / static_cast<double>(records.size());
        if (share >= fit.share) {
            fit = {columns, share};
        }
    }
    return fit.columns >= 2 ? fit : Fit{};
}

std::string_view lineAt(std::string_view text) {
    auto line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

std::string_view withoutLine(std::string_view text) {
    const auto end = text.find('\n');
    return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

class TableDetector {
public:
    TableDetector(const TextSample& sample, const TableFormat& format,
                  const TableOverrides& overrides)
        : sample_(sample), overrides_(overrides), format_(format) {}

    Result<FileDetection> detect(const std::string& name) {
        std::string_view head = sample_.pieces.empty() ? std::string_view() : sample_.pieces[0];
        if (trimmed(head).empty()) {
            return Error{ErrorKind::BadInput, name + " is empty.",
                         "Choose a file with one interaction per line."};
        }
        const bool asWritten = format_.layout == Layout::Table;
        if (asWritten && overrides_.separator && !canSeparate(*overrides_.separator)) {
            return Error{ErrorKind::BadInput,
                         "“" + *overrides_.separator + "” cannot stand between fields.",
                         "Give one character that is no letter, digit, quote or line end, or ::."};
        }
        if (asWritten) {
            readSaidSeparator(head);
            head = skipLinesAbove(head);
            findComment(head);
            findSeparator(head);
        }
        findStart(head);
        if (records_.empty()) {
            return Error{ErrorKind::BadInput, name + " is empty below its first lines.",
                         "Skip fewer lines, or choose another file."};
        }
        findHeader();
        profile();
        return std::move(result_);
    }

private:
    // A spreadsheet says it in a line of its own.
    void readSaidSeparator(std::string_view head) {
        const auto line = lineAt(head);
        if (line.starts_with("sep=") && canSeparate(std::string(line.substr(4)))) {
            format_.separator = line.substr(4);
            saidSeparator_ = true;
        }
    }

    std::string_view skipLinesAbove(std::string_view head) {
        format_.skipLines = overrides_.skipLines.value_or(saidSeparator_ ? 1 : 0);
        for (std::uint64_t line = 0; line < format_.skipLines && !head.empty(); ++line) {
            head = withoutLine(head);
        }
        return head;
    }

    // "#" or "%" where the file begins with such lines and mostly has others.
    void findComment(std::string_view head) {
        if (overrides_.comment) {
            format_.comment = *overrides_.comment;
            return;
        }
        std::map<char, std::size_t> marks;
        std::size_t lines = 0;
        char first = '\0';
        for (auto rest = head; !rest.empty() && lines < kRecordsForSeparator; ++lines) {
            const auto line = lineAt(rest);
            if (!line.empty()) {
                first = first == '\0' ? line.front() : first;
                ++marks[line.front()];
            }
            rest = withoutLine(rest);
        }
        if ((first == '#' || first == '%') && 2 * marks[first] < lines) {
            format_.comment = std::string(1, first);
        }
    }

    void findSeparator(std::string_view head) {
        if (overrides_.separator) {
            format_.separator = *overrides_.separator;
        } else if (!saidSeparator_) {
            Fit best;
            for (const auto separator : kSeparators) {
                TableFormat format = format_;
                format.separator = separator;
                const auto fit =
                    fitOf(recordsOf(head, sample_.whole, format, kRecordsForSeparator));
                // Blanks only where nothing else divides the lines well.
                if (fit > best && !(separator == " " && best.share >= 0.6)) {
                    best = fit;
                    format_.separator = separator;
                }
            }
        }
        // A backslash in front of a quote inside quotes says that it does not end there.
        if (head.find("\\\"") != std::string_view::npos) {
            TableFormat escaped = format_;
            escaped.backslashQuotes = true;
            const auto plain = fitOf(recordsOf(head, sample_.whole, format_, kRecordsForSeparator));
            const auto other = fitOf(recordsOf(head, sample_.whole, escaped, kRecordsForSeparator));
            format_.backslashQuotes = other.share >= plain.share;
        }
    }

    // The table starts at the first record that has its columns, or one fewer above rows that have
    // a name each.
    void findStart(std::string_view head) {
        auto records = recordsOf(head, sample_.whole, format_, kRecordsForColumns);
        const auto fit = fitOf(records);
        format_.columns = fit.columns > 0 ? fit.columns : 1;
        // Now that the columns are known, quotes are read by them, too.
        records = recordsOf(head, sample_.whole, format_, kRecordsForColumns);
        std::size_t start = 0;
        while (start < std::min(records.size(), kLinesAboveTable) && !startsTable(records, start)) {
            ++start;
        }
        if (start == std::min(records.size(), kLinesAboveTable) || overrides_.skipLines) {
            start = 0;
        }
        // MatrixMarket tells rows, columns and entries in a line like the others.
        if (head.starts_with("%%MatrixMarket") && records.size() > 1 && !overrides_.skipLines) {
            start = 1;
        }
        const std::uint64_t above = start < records.size() ? records[start].linesBefore : 0;
        // Blank lines and comments are skipped wherever they stand.
        if (start > 0) {
            format_.skipLines += above;
            result_.notes.push_back(
                (above == 1 ? std::string("The line above the table was skipped: “")
                            : std::to_string(above) + " lines above the table were skipped: “") +
                records.front().text.substr(0, records.front().text.find('\n')).substr(0, 60) +
                "”.");
        }
        records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(start));
        if (!format_.comment.empty()) {
            readCommentNames(head);
        }
        records_ = std::move(records);
    }

    bool startsTable(const std::vector<TableRecord>& records, std::size_t at) const {
        const std::size_t fields = records[at].fields.size();
        const bool next = at + 1 < records.size();
        return fields >= format_.columns || (fields + 1 == format_.columns && fields > 1 && next &&
                                             records[at + 1].fields.size() == format_.columns);
    }

    // SNAP's files name their columns in the last comment above them.
    void readCommentNames(std::string_view head) {
        std::string_view last;
        for (; !head.empty(); head = withoutLine(head)) {
            const auto line = lineAt(head);
            if (!line.starts_with(format_.comment) && !trimmed(line).empty()) {
                break;
            }
            last = line.empty() ? last : line;
        }
        if (last.size() <= format_.comment.size()) {
            return;
        }
        last = trimmed(last.substr(format_.comment.size()));
        TableFormat format = format_;
        format.comment.clear();
        const auto names = recordsOf(last, true, format, 1);
        if (!names.empty() && names.front().fields.size() == format_.columns &&
            std::none_of(names.front().fields.begin(), names.front().fields.end(),
                         [](const auto& name) { return isNumberOrTime(name); })) {
            commentNames_ = names.front().fields;
        }
    }

    void findHeader() {
        const bool shorter = records_.size() > 1 && format_.columns > 2 &&
                             records_.front().fields.size() + 1 == format_.columns;
        format_.header =
            format_.layout != Layout::Table ||
            overrides_.header.value_or(commentNames_.empty() && looksLikeHeader(records_, shorter));
        auto& names = names_;
        names = format_.header ? records_.front().fields : commentNames_;
        if (format_.header) {
            header_ = records_.front().text;
            if (numbersColumns(names)) {
                names.assign(names.size(), std::string());
            }
            if (shorter) {
                nameShortHeader();
            }
        }
        std::size_t columns = std::max(names.size(), format_.columns);
        for (const auto& record : records_) {
            columns = names.empty() ? std::max(columns, record.fields.size()) : columns;
        }
        names.resize(std::min<std::size_t>(columns, 1000));
    }

    // One name is missing: that of the rows' own names, or that behind a separator at the end.
    void nameShortHeader() {
        bool lastEmpty = true;
        for (std::size_t row = 1; row < records_.size(); ++row) {
            const auto& fields = records_[row].fields;
            lastEmpty =
                lastEmpty && (fields.size() < format_.columns || trimmed(fields.back()).empty());
        }
        if (lastEmpty) {
            names_.emplace_back();
        } else {
            names_.insert(names_.begin(), std::string());
            format_.rowNames = true;
        }
    }

    void profile() {
        std::vector<TableRecord> rows(records_.begin() + (format_.header ? 1 : 0), records_.end());
        for (std::size_t piece = 1; piece < sample_.pieces.size(); ++piece) {
            for (auto& record : recordsOf(sample_.pieces[piece], false, format_, 200)) {
                rows.push_back(std::move(record));
            }
        }
        std::erase_if(rows, [&](const TableRecord& row) {
            const bool again = !header_.empty() && row.text == header_;
            headersAgain_ += again ? 1 : 0;
            return again;
        });
        if (headersAgain_ > 0) {
            result_.notes.push_back("The header comes again further down and is skipped there.");
        }
        std::vector<std::string_view> values;
        for (std::size_t column = 0; column < names_.size(); ++column) {
            values.clear();
            for (const auto& row : rows) {
                values.push_back(column < row.fields.size() ? std::string_view(row.fields[column])
                                                            : std::string_view());
            }
            result_.columns.push_back(profileColumn(std::string(trimmed(names_[column])), values));
            const auto shown = std::string(trimmed(names_[column]));
            result_.table.columnNames.push_back(
                shown.empty() ? "Column " + std::to_string(column + 1) : shown);
        }
        result_.rowsLookedAt = rows.size();
        result_.table.format = format_;
        rows.resize(std::min(rows.size(), kPreviewRows));
        for (auto& row : rows) {
            result_.table.rows.push_back(std::move(row.fields));
        }
    }

    const TextSample& sample_;
    const TableOverrides& overrides_;
    TableFormat format_;
    bool saidSeparator_ = false;
    std::vector<TableRecord> records_;  // of the table in the beginning of the file
    std::vector<std::string> commentNames_;
    std::vector<std::string> names_;
    std::string header_;
    std::size_t headersAgain_ = 0;
    FileDetection result_;
};

}  // namespace

bool canSeparate(const std::string& separator) {
    if (separator == "::") {
        return true;
    }
    const auto c = separator.empty() ? 'a' : separator.front();
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return separator.size() == 1 && !word && c != '"' && c != '\n' && c != '\r';
}

Result<FileDetection> detectTable(const TextSample& sample, const TableFormat& format,
                                  const std::string& name, const TableOverrides& overrides) {
    return TableDetector(sample, format, overrides).detect(name);
}

}  // namespace ncf
