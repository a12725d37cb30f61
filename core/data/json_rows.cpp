#include "data/json_rows.h"

#include "base/text.h"
#include "data/csv_rows.h"
#include "data/json_elements.h"
#include "data/json_object.h"
#include "data/line_reader.h"

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ncf {

namespace {

constexpr std::size_t kObjectsForColumns = 1000;
constexpr std::size_t kBytesForColumns = 64 << 20;
// Objects that are keyed by ids have no columns; without a limit each of them would widen all rows.
constexpr std::size_t kMaxColumns = 1000;

// What JSON lines and arrays have in common: the header is written when the first objects have been
// seen, then these, then the rest.
class JsonRows : public CsvRows {
protected:
    using CsvRows::CsvRows;

    // The next object's text, which holds until the next call, and its number; what is too long is
    // rejected and passed over. False at the end.
    virtual bool nextObject(std::string_view& object, std::uint64_t& number) = 0;

    bool makeRows() final {
        if (!headerWritten_) {
            collectColumns();
            header(columns_);
            headerWritten_ = true;
            return true;
        }
        std::string_view object;
        std::uint64_t number = 0;
        if (!first_.empty()) {
            const auto [text, line] = std::move(first_.front());
            first_.pop_front();
            writeObject(text, line);
            return true;
        }
        if (!nextObject(object, number)) {
            return false;
        }
        writeObject(object, number);
        return true;
    }

    void rejectTooLong(std::uint64_t number, std::string_view beginning) {
        reject(number, "it is longer than " + std::to_string(kMaxRecordBytes >> 20) + " MiB",
               beginning);
    }

private:
    void collectColumns() {
        std::string_view object;
        std::uint64_t number = 0;
        std::size_t bytes = 0;
        while (first_.size() < kObjectsForColumns && bytes < kBytesForColumns &&
               nextObject(object, number)) {
            if (!reader_.read(object)) {
                reject(number, reader_.reason(), object);
                continue;
            }
            for (const auto& field : reader_.fields()) {
                if (columns_.size() < kMaxColumns &&
                    columnOf_.emplace(field.key, columns_.size()).second) {
                    columns_.push_back(field.key);
                }
            }
            bytes += object.size();
            first_.emplace_back(object, number);
        }
        values_.resize(columns_.size());
    }

    void writeObject(std::string_view object, std::uint64_t number) {
        if (!reader_.read(object)) {
            reject(number, reader_.reason(), object);
            return;
        }
        for (auto& value : values_) {
            value = {};
        }
        // Most objects have their keys in the order of the columns.
        std::size_t expected = 0;
        for (const auto& field : reader_.fields()) {
            if (expected >= columns_.size() || columns_[expected] != field.key) {
                const auto column = columnOf_.find(field.key);
                if (column == columnOf_.end()) {
                    continue;
                }
                expected = column->second;
            }
            values_[expected++] = field.value;
        }
        for (const auto value : values_) {
            field(value);
        }
        endRow(number);
    }

    JsonObjectReader reader_;
    std::vector<std::string> columns_;
    std::unordered_map<std::string, std::size_t> columnOf_;
    std::vector<std::string_view> values_;  // of one object, by column
    std::deque<std::pair<std::string, std::uint64_t>> first_;
    bool headerWritten_ = false;
};

class JsonLineRows final : public JsonRows {
public:
    JsonLineRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : JsonRows(rejected), lines_(std::move(text)) {}

private:
    const ByteSource& text() const override { return lines_.source(); }

    bool nextObject(std::string_view& object, std::uint64_t& number) override {
        while (lines_.next(object)) {
            number = lines_.number();
            if (lines_.tooLong()) {
                rejectTooLong(number, object);
            } else if (!trimmed(object).empty()) {
                return true;
            }
        }
        return false;
    }

    LineReader lines_;
};

class JsonArrayRows final : public JsonRows {
public:
    JsonArrayRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : JsonRows(rejected), elements_(std::move(text)) {}

private:
    const ByteSource& text() const override { return elements_.source(); }

    bool nextObject(std::string_view& object, std::uint64_t& number) override {
        while (elements_.next(object)) {
            number = elements_.number();
            if (!elements_.tooLong()) {
                return true;
            }
            rejectTooLong(number, object);
        }
        if (!endTold_ && !elements_.complete()) {
            reject(elements_.number() + 1,
                   elements_.found() ? "the array has no end: the file seems to be cut off"
                                     : "there is no array of objects",
                   "");
        }
        endTold_ = true;
        return false;
    }

    JsonElements elements_;
    bool endTold_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> jsonLinesAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected) {
    return std::make_unique<JsonLineRows>(std::move(text), rejected);
}

std::unique_ptr<ByteSource> jsonArrayAsCsv(std::unique_ptr<ByteSource> text,
                                           RejectedRows& rejected) {
    return std::make_unique<JsonArrayRows>(std::move(text), rejected);
}

}  // namespace ncf
