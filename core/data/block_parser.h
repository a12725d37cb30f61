#pragma once

#include "data/id_map.h"
#include "data/ratings_reader.h"
#include "data/record_splitter.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// What a block of whole records holds. Lines are counted from 1 in the block.
struct ParsedBlock {
    std::size_t bytes = 0;
    std::uint64_t lines = 0;       // with blank ones
    std::uint64_t rows = 0;        // data rows
    std::uint64_t brokenUtf8 = 0;  // rows refused for an id that is not UTF-8
    RejectedRows rejected;
    RejectedRows unreadRatings;
    RejectedRows unreadTimes;
    std::uint64_t withoutRating = 0;
    std::uint64_t withoutTime = 0;
    std::vector<Interaction> interactions;
};

// How the rows of a table become interactions.
struct RowFormat {
    TableFormat table;
    RatingColumns columns;
    NumberFormat numbers;
    TimeFormat times;
    std::optional<double> unrated;
    std::string header;  // the record that names the columns; it may come again
};

// Turns blocks of a file into interactions. Several parsers work on a file side by side, each on
// every so-many-th block. Each numbers the users and items by itself, over all its blocks, in the
// order in which it meets them.
class BlockParser {
public:
    explicit BlockParser(const RowFormat& format);

    // Whole records without a header, a last line without its end included. The result holds until
    // the next call.
    const ParsedBlock& parse(std::string_view block);

    const IdMap& users() const { return users_; }
    const IdMap& items() const { return items_; }

private:
    // "" and a new interaction, or the reason why the record cannot be used.
    std::string addRow(std::uint64_t line);
    void readRating(Interaction& row, std::uint64_t line);
    void readTime(Interaction& row, std::uint64_t line);
    bool has(const std::optional<int>& column) const {
        return column && static_cast<std::size_t>(*column) < fieldCount_;
    }
    std::string_view field(const std::optional<int>& column) const;
    // "" and the id, or what is wrong with it.
    std::string readId(const std::optional<int>& column, const char* what, std::string_view& id);
    RejectedRow listed(std::uint64_t line, std::string reason) const;

    const RowFormat format_;
    const std::size_t needed_;  // fields of a record, at least
    const bool numbered_;       // the last field is the line that the record comes from
    RecordSplitter splitter_;
    std::size_t fieldCount_ = 0;
    IdMap users_, items_;
    std::int32_t lastUser_ = IdMap::kNone;
    ParsedBlock result_;
};

}  // namespace ncf
