#pragma once

#include "data/id_map.h"
#include "data/ratings_reader.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// What a block of whole lines holds.
struct ParsedBlock {
    std::size_t bytes = 0;
    std::uint64_t lines = 0;     // with blank ones
    std::uint64_t rows = 0;      // data rows
    std::uint64_t rejected = 0;  // of these, not used
    std::vector<RejectedRow>
        rejectedRows;  // the first kMaxListed; lines counted from 1 in the block
    std::vector<Interaction> interactions;
};

// Turns blocks of a file into interactions. Several parsers work on a file side by side, each on
// every so-many-th block. Each numbers the users and items by itself, over all its blocks, in the
// order in which it meets them.
class BlockParser {
public:
    BlockParser(const TableFormat& format, const RatingColumns& columns);

    // Whole lines without a header, a last line without its end included. The result holds until
    // the next call.
    const ParsedBlock& parse(std::string_view block);

    const IdMap& users() const { return users_; }
    const IdMap& items() const { return items_; }

private:
    // "" and a new interaction, or the reason why the line cannot be used.
    std::string addRow(std::string_view line);
    std::string_view field(const std::optional<int>& column) const {
        return fields_[static_cast<std::size_t>(*column)];
    }
    // "" and the id, or what is wrong with it; `converted` may hold the id's bytes.
    std::string readId(const std::optional<int>& column, const char* what, std::string& converted,
                       std::string_view& id) const;

    const TableFormat format_;
    const RatingColumns columns_;
    const std::size_t needed_;  // fields of a line, at least
    IdMap users_, items_;
    std::int32_t lastUser_ = IdMap::kNone;
    ParsedBlock result_;
    std::vector<std::string_view> fields_;
    std::vector<std::string> scratch_;
    std::string userText_, itemText_;
};

// The highest column number among the roles, -1 for none.
int highestColumn(const RatingColumns& columns);

}  // namespace ncf
