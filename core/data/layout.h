#pragma once

#include "base/result.h"
#include "data/byte_source.h"
#include "data/rejected_row.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// How a text file of interactions is laid out. All but Table are turned into a table on the way:
// a source of CSV text (commas, double quotes doubled inside quoted fields, "\n", a header).
enum class Layout {
    Table,      // one interaction a line, columns between separators
    JsonLines,  // one JSON object a line
    JsonArray,  // [{…}, {…}, …], or one object that holds such an array: {"data": [{…}, …]}
    ItemLists,  // LightGCN: "user item item item …", blanks between whole numbers or ids
    LibSvm,     // "user item:value item:value …"
    Netflix,    // "item:" lines, each followed by "user,rating,date" lines
    Mind,       // MIND behaviors.tsv: impression, user, time, history, "item-1 item-0 …"
    WideMatrix  // users down, items across, ratings in the cells, most of them empty or 0
};

// "JSON lines", "user × item matrix" …: what a person calls it.
std::string layoutName(Layout layout);
std::optional<Layout> layoutOfKey(std::string_view key);  // "json-lines" …, for --layout
std::string layoutKey(Layout layout);

// What the beginning of a text (UTF-8, up to 1 MiB, perhaps cut in a line) and the file's name say;
// Table where nothing else is plain. A wide table of features is no matrix: it needs a header
// of ids and cells that are mostly empty, 0 or of few values. `why` in a sentence for the person.
// `refusal` is set where the text plainly holds no interactions in any layout: a web page, XML, an
// SQL dump, labelled feature vectors, JSON without objects.
struct LayoutGuess {
    Layout layout = Layout::Table;
    std::string why;
    std::optional<Error> refusal;
};
LayoutGuess guessLayout(std::string_view head, const std::string& fileName);

// What a file is that is no text, by its first bytes (4 KiB are plenty), and how to make CSV of it:
// Parquet, HDF5, NumPy, a pickle of Python, a database, an Excel workbook … nullopt for all others.
std::optional<Error> knownBinary(std::string_view head, const std::string& fileName);

// `text` as CSV. Its header names the columns (the keys of the objects in the order in which they
// are first met among the first 1,000; "user", "item", "rating", "timestamp" for the other layouts)
// and ends with a column of the name kSourceLineColumn: the number of the line, or for JsonArray of
// the element, that the row comes from, counted from 1. Nested objects and arrays of JSON are
// written as their JSON text, true and false as such, null as nothing. A line that cannot be read
// is added to `rejected` (whose owner outlives the source) and left out; broken JSON never ends the
// reading of JsonLines. Depth and length of JSON are bounded. Text in the layout Table is CSV, or
// the like, already and comes as it is.
inline constexpr const char* kSourceLineColumn = "source line";
std::unique_ptr<ByteSource> asCsv(std::unique_ptr<ByteSource> text, Layout layout,
                                  RejectedRows& rejected);

}  // namespace ncf
