#include "data/list_rows.h"

#include "base/text.h"
#include "data/csv_rows.h"
#include "data/line_reader.h"
#include "data/ratings_reader.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ncf {

namespace {

// Takes what stands before the next blanks off the front of `text`; empty when there is no more.
std::string_view nextWord(std::string_view& text) {
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t")));
    const auto word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
}

// What the layouts have in common: a line is begun, and its rows are written as far as one call of
// makeRows() goes.
class ListRows : public CsvRows {
public:
    ListRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected,
             std::vector<std::string> columns)
        : CsvRows(rejected), lines_(std::move(text)), columns_(std::move(columns)) {}

protected:
    // A line, which is neither empty nor too long. It holds until the next one.
    virtual void beginLine(std::string_view line) = 0;
    // Writes the next row of the line, if it has one; false when it has no more.
    virtual bool nextRow() = 0;

    std::uint64_t lineNumber() const { return lines_.number(); }
    // Ids that are longer are refused here, before they are repeated in every row of the line.
    bool isId(std::string_view text) const { return !text.empty() && text.size() <= kMaxIdBytes; }
    void rejectLine(std::string reason, std::string_view line) {
        reject(lines_.number(), std::move(reason), line);
    }

private:
    const ByteSource& text() const final { return lines_.source(); }

    bool makeRows() final {
        if (!headerWritten_) {
            header(columns_);
            headerWritten_ = true;
        }
        while (!enough()) {
            if (nextRow()) {
                continue;
            }
            std::string_view line;
            if (!lines_.next(line)) {
                return false;
            }
            if (lines_.tooLong()) {
                rejectLine("it is longer than " + std::to_string(kMaxRecordBytes >> 20) + " MiB",
                           line);
            } else if (!trimmed(line).empty()) {
                beginLine(line);
            }
        }
        return true;
    }

    LineReader lines_;
    std::vector<std::string> columns_;
    bool headerWritten_ = false;
};

class ItemListRows final : public ListRows {
public:
    ItemListRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : ListRows(std::move(text), rejected, {"user", "item"}) {}

private:
    void beginLine(std::string_view line) override {
        rest_ = line;
        user_ = nextWord(rest_);
        if (!isId(user_)) {
            rest_ = {};
            rejectLine("the user's id is too long", line);
        }
    }

    bool nextRow() override {
        const auto item = nextWord(rest_);
        if (item.empty()) {
            return false;
        }
        field(user_);
        field(item);
        endRow(lineNumber());
        return true;
    }

    std::string_view user_;
    std::string_view rest_;
};

class LibSvmRows final : public ListRows {
public:
    LibSvmRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : ListRows(std::move(text), rejected, {"user", "item", "rating"}) {}

private:
    void beginLine(std::string_view line) override {
        // A comment may follow what the line holds.
        line_ = line.substr(0, line.starts_with('#') ? 0 : line.find(" #"));
        rest_ = line_;
        user_ = nextWord(rest_);
        told_ = false;
        if (!user_.empty() && (!isId(user_) || user_.find(':') != std::string_view::npos)) {
            rest_ = {};
            rejectLine("it does not begin with a user's id", line);
        }
    }

    bool nextRow() override {
        while (true) {
            const auto word = nextWord(rest_);
            if (word.empty()) {
                return false;
            }
            const auto colon = word.rfind(':');
            if (colon == std::string_view::npos || colon == 0) {
                if (!told_) {
                    rejectLine("\"" + std::string(word.substr(0, 40)) + "\" is no item:value",
                               line_);
                }
                told_ = true;
                continue;
            }
            field(user_);
            field(word.substr(0, colon));
            field(word.substr(colon + 1));
            endRow(lineNumber());
            return true;
        }
    }

    std::string_view line_;
    std::string_view user_;
    std::string_view rest_;
    bool told_ = false;  // that something in the line is no pair
};

class NetflixRows final : public ListRows {
public:
    NetflixRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : ListRows(std::move(text), rejected, {"user", "item", "rating", "timestamp"}) {}

private:
    void beginLine(std::string_view line) override {
        const auto content = trimmed(line);
        if (content.ends_with(':') && content.find(',') == std::string_view::npos) {
            item_ = content.substr(0, content.size() - 1);
            if (!isId(item_)) {
                item_.clear();
                rejectLine("there is no item's id before the colon", line);
            }
            return;
        }
        if (item_.empty()) {
            rejectLine("there is no line \"item:\" above it", line);
            return;
        }
        const auto fields = splitText(content, ",");
        if (fields.size() > 3) {
            rejectLine(std::to_string(fields.size()) +
                           " fields where there should be user, rating and date",
                       line);
            return;
        }
        row_ = {};
        row_[0] = trimmed(fields[0]);
        if (fields.size() == 3) {
            row_[1] = trimmed(fields[1]);
            row_[2] = trimmed(fields[2]);
        } else if (fields.size() == 2) {
            // The set whose ratings were to be predicted has user and date alone.
            const auto second = trimmed(fields[1]);
            row_[second.find('-') == std::string_view::npos ? 1 : 2] = second;
        }
        pending_ = true;
    }

    bool nextRow() override {
        if (!pending_) {
            return false;
        }
        pending_ = false;
        field(row_[0]);
        field(item_);
        field(row_[1]);
        field(row_[2]);
        endRow(lineNumber());
        return true;
    }

    std::string item_;
    std::array<std::string_view, 3> row_;  // user, rating, date
    bool pending_ = false;
};

class MindRows final : public ListRows {
public:
    MindRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : ListRows(std::move(text), rejected, {"user", "item", "rating", "timestamp"}) {}

private:
    void beginLine(std::string_view line) override {
        const auto fields = splitText(line, "\t");
        if (fields.size() != 5) {
            rejectLine(std::to_string(fields.size()) + (fields.size() == 1 ? " field" : " fields") +
                           " between tabs where there should be 5",
                       line);
            return;
        }
        if (!isId(fields[1]) || fields[2].size() > kMaxIdBytes) {
            rejectLine(fields[1].empty() ? "the user is empty" : "the user's id is too long", line);
            return;
        }
        line_ = line;
        user_ = fields[1];
        time_ = fields[2];
        // Users are remembered by their hash, since a file can have millions of them.
        const bool first = seen_.insert(std::hash<std::string_view>()(user_)).second;
        history_ = first ? fields[3] : std::string_view();
        shown_ = fields[4];
        told_ = false;
    }

    bool nextRow() override {
        if (const auto item = nextWord(history_); !item.empty()) {
            write(item, "1");
            return true;
        }
        while (true) {
            const auto word = nextWord(shown_);
            if (word.empty()) {
                return false;
            }
            if (word.size() > 2 && (word.ends_with("-0") || word.ends_with("-1"))) {
                write(word.substr(0, word.size() - 2), word.substr(word.size() - 1));
                return true;
            }
            // The test set does not say what was clicked.
            if (!told_) {
                rejectLine("\"" + std::string(word.substr(0, 40)) +
                               "\" does not end in -1 for clicked or -0",
                           line_);
            }
            told_ = true;
        }
    }

    void write(std::string_view item, std::string_view rating) {
        field(user_);
        field(item);
        field(rating);
        field(time_);
        endRow(lineNumber());
    }

    std::unordered_set<std::size_t> seen_;
    std::string_view line_;
    std::string_view user_;
    std::string_view time_;
    std::string_view history_;
    std::string_view shown_;
    bool told_ = false;  // that something shown has no sign of being clicked
};

}  // namespace

std::unique_ptr<ByteSource> itemListsAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected) {
    return std::make_unique<ItemListRows>(std::move(text), rejected);
}

std::unique_ptr<ByteSource> libSvmAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected) {
    return std::make_unique<LibSvmRows>(std::move(text), rejected);
}

std::unique_ptr<ByteSource> netflixAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected) {
    return std::make_unique<NetflixRows>(std::move(text), rejected);
}

std::unique_ptr<ByteSource> mindAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected) {
    return std::make_unique<MindRows>(std::move(text), rejected);
}

}  // namespace ncf
