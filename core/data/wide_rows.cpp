#include "data/wide_rows.h"

#include "base/text.h"
#include "data/csv_rows.h"
#include "data/line_reader.h"
#include "data/missing_value.h"
#include "data/ratings_reader.h"
#include "data/record_splitter.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

namespace ncf {

namespace {

constexpr std::size_t kFewestItems = 8;
constexpr std::size_t kFewestUsers = 3;
// Half stars from 0.5 to 5, and 0.
constexpr std::size_t kFewValues = 11;

TableFormat tableWith(std::string_view separator) {
    TableFormat format;
    format.separator = separator;
    return format;
}

// A number as it stands in a cell, with a decimal point: a comma is one where it separates nothing.
std::string plainNumber(std::string_view cell, std::string_view separator) {
    std::string text(cell);
    if (separator != ",") {
        std::replace(text.begin(), text.end(), ',', '.');
    }
    return text;
}

// Names that tables of other things have. One of the first kind or two of the second in the header
// tell that its columns are no items.
bool namesColumns(const std::vector<std::string>& header) {
    static const std::set<std::string> kSure = {
        "userid", "itemid", "movieid", "productid", "rating", "ratings", "timestamp",
        "age",    "gender", "label",   "target",    "price",  "zipcode", "occupation"};
    static const std::set<std::string> kLikely = {
        "user",   "item",   "movie", "product", "score",   "date",     "time",    "title",
        "genre",  "genres", "year",  "stars",   "count",   "quantity", "name",    "text",
        "action", "comedy", "drama", "horror",  "romance", "thriller", "western", "musical"};
    int likely = 0;
    for (const auto& name : header) {
        std::string key;
        for (const char c : toLowerAscii(name)) {
            if (c >= 'a' && c <= 'z') {
                key += c;
            }
        }
        if (kSure.contains(key)) {
            return true;
        }
        likely += kLikely.contains(key) ? 1 : 0;
    }
    return likely >= 2;
}

// Whether each of the names can be that of one item: measurements cannot, nor what is repeated.
bool namesItems(std::vector<std::string> names) {
    if (!names.empty() && names.back().empty()) {
        names.pop_back();  // what stands behind a separator at the end of the line
    }
    std::unordered_set<std::string> seen;
    for (const auto& name : names) {
        const bool measurement = parseDouble(name) && !parseInteger(name);
        if (name.empty() || measurement || !seen.insert(name).second) {
            return false;
        }
    }
    return names.size() >= kFewestItems;
}

// What the cells of the beginning hold.
struct Cells {
    std::size_t all = 0;
    std::size_t missing = 0;
    std::size_t strange = 0;               // no numbers
    std::map<double, std::size_t> counts;  // of the numbers
};

// The value that stands for "not rated": the most frequent one, if it lies where no rating can:
// below 0 when all others are not, or farther from the others than they are from one another.
std::optional<double> notRatedValue(const std::map<double, std::size_t>& counts) {
    if (counts.size() < 3) {
        return std::nullopt;
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    const double value = most->first;
    const auto least = counts.begin();
    const auto greatest = std::prev(counts.end());
    if (most == least) {
        const double nearest = std::next(least)->first;
        const double spread = greatest->first - nearest;
        if (value < 0 && (nearest >= 0 || nearest - value > spread)) {
            return value;
        }
    } else if (most == greatest) {
        const double nearest = std::prev(greatest)->first;
        const double spread = nearest - least->first;
        if (counts.size() >= 4 && value - nearest > spread) {
            return value;
        }
    }
    return std::nullopt;
}

Cells lookAtCells(const std::vector<std::string_view>& lines, const MatrixShape& shape,
                  bool& rows) {
    Cells cells;
    RecordSplitter splitter(tableWith(shape.separator));
    std::unordered_set<std::string> users;
    rows = true;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        splitter.next(lines[i], false);
        const auto& fields = splitter.fields();
        if (fields.size() != shape.items.size() + 1 || trimmed(fields[0]).empty() ||
            !users.emplace(trimmed(fields[0])).second) {
            rows = false;
        }
        for (std::size_t f = 1; f < fields.size(); ++f) {
            const auto cell = trimmed(fields[f]);
            ++cells.all;
            if (isMissing(cell)) {
                ++cells.missing;
            } else if (const auto value = parseDouble(plainNumber(cell, shape.separator))) {
                ++cells.counts[*value];
            } else {
                ++cells.strange;
            }
        }
    }
    return cells;
}

}  // namespace

MatrixShape matrixShape(std::string_view head) {
    MatrixShape shape;
    const auto lines = wholeLines(head);
    if (lines.empty()) {
        return shape;
    }
    std::size_t most = 0;
    for (const std::string_view separator : {"\t", ";", ","}) {
        RecordSplitter splitter(tableWith(separator));
        splitter.next(lines[0], false);
        const auto& fields = splitter.fields();
        if (fields.size() > most) {
            most = fields.size();
            shape.separator = separator;
            shape.items.clear();
            for (const auto name : fields) {
                shape.items.emplace_back(trimmed(name));
            }
        }
    }
    std::size_t fieldsBelow = 0;
    if (lines.size() > 1) {
        RecordSplitter splitter(tableWith(shape.separator));
        splitter.next(lines[1], false);
        fieldsBelow = splitter.fields().size();
    }
    // R leaves out the cell above the users.
    std::string corner;
    if (lines.size() == 1 || fieldsBelow <= shape.items.size()) {
        corner = shape.items.front();
        shape.items.erase(shape.items.begin());
    }
    shape.users = lines.size() - 1;
    bool rows = false;
    auto cells = lookAtCells(lines, shape, rows);
    shape.notRated = notRatedValue(cells.counts);
    if (shape.notRated) {
        cells.missing += cells.counts[*shape.notRated];
        cells.counts.erase(*shape.notRated);
    }
    const auto zeros = cells.counts.contains(0) ? cells.counts[0] : 0;
    shape.zerosMeanNothing = zeros > cells.all / 2;
    shape.mostlyMissing = cells.missing > cells.all / 2;
    shape.plain =
        rows && shape.users >= kFewestUsers && cells.strange == 0 && !cells.counts.empty() &&
        !parseDouble(corner) && namesItems(shape.items) && !namesColumns(shape.items) &&
        (shape.mostlyMissing || shape.zerosMeanNothing || cells.counts.size() <= kFewValues);
    return shape;
}

namespace {

class MatrixRows final : public CsvRows {
public:
    MatrixRows(std::unique_ptr<ByteSource> text, RejectedRows& rejected)
        : CsvRows(rejected), lines_(std::move(text)) {}

private:
    const ByteSource& text() const override { return lines_.source(); }

    bool makeRows() override {
        if (!headerRead_) {
            headerRead_ = true;
            shape_ = matrixShape(lines_.head(kMatrixHeadBytes));
            splitter_.emplace(tableWith(shape_.separator));
            header({"user", "item", "rating"});
            readHeader();
        }
        while (!enough()) {
            if (column_ < fields_.size()) {
                writeCell(column_++);
            } else if (!beginLine()) {
                return false;
            }
        }
        return true;
    }

    // A header longer than the head has been read only in part.
    void readHeader() {
        std::string_view line;
        while (lines_.next(line) && trimmed(line).empty()) {
        }
        if (lines_.tooLong()) {
            rejectTooLong(line);
            shape_.items.clear();
        } else if (shape_.separator.empty()) {
            shape_ = matrixShape(std::string(line) + '\n');
        }
        for (auto& item : shape_.items) {
            if (item.size() > kMaxIdBytes) {
                reject(lines_.number(), "an item's id is too long", item);
                item.clear();
            }
        }
    }

    void rejectTooLong(std::string_view line) {
        reject(lines_.number(),
               "it is longer than " + std::to_string(kMaxRecordBytes >> 20) + " MiB", line);
    }

    bool beginLine() {
        fields_.clear();
        std::string_view line;
        if (!lines_.next(line)) {
            return false;
        }
        if (lines_.tooLong()) {
            rejectTooLong(line);
            return true;
        }
        if (trimmed(line).empty()) {
            return true;
        }
        splitter_->next(line, false);
        fields_ = splitter_->fields();
        line_ = line;
        column_ = 1;
        told_ = false;
        const auto wanted = shape_.items.size() + 1;
        if (fields_.size() != wanted) {
            reject(lines_.number(),
                   std::to_string(fields_.size()) + " fields where there should be " +
                       std::to_string(wanted),
                   line);
            fields_.clear();
            return true;
        }
        user_ = trimmed(fields_[0]);
        if (user_.empty() || user_.size() > kMaxIdBytes) {
            reject(lines_.number(),
                   user_.empty() ? "the user is empty" : "the user's id is too long", line);
            fields_.clear();
        }
        return true;
    }

    void writeCell(std::size_t column) {
        const auto& item = shape_.items[column - 1];
        const auto cell = trimmed(fields_[column]);
        if (item.empty() || isMissing(cell)) {
            return;
        }
        const auto number = plainNumber(cell, shape_.separator);
        const auto value = parseDouble(number);
        if (!value) {
            if (!told_) {
                reject(lines_.number(),
                       "\"" + std::string(cell.substr(0, 40)) + "\" below \"" + item.substr(0, 40) +
                           "\" is no number",
                       line_);
            }
            told_ = true;
            return;
        }
        if (value == shape_.notRated || (shape_.zerosMeanNothing && value == 0.0)) {
            return;
        }
        field(user_);
        field(item);
        field(number);
        endRow(lines_.number());
    }

    LineReader lines_;
    MatrixShape shape_;
    std::vector<std::string_view> fields_;  // of the line being written
    std::optional<RecordSplitter> splitter_;  // once the shape is known
    std::size_t column_ = 0;
    std::string_view line_;
    std::string_view user_;
    bool told_ = false;  // that a cell of the line is no number
    bool headerRead_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> matrixAsCsv(std::unique_ptr<ByteSource> text, RejectedRows& rejected) {
    return std::make_unique<MatrixRows>(std::move(text), rejected);
}

}  // namespace ncf
