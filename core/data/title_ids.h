#pragma once

#include "data/id_map.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// An id without what files differ in when they mean the same: quotes and blanks around it, zeros
// before a number and ".0" behind it, hyphens in an ISBN and its x in small. "0001", "1.0" and
// "\"1\"" → "1"; "0-19-852663-x" → "19852663X". To compare ids by, not to show.
std::string plainId(std::string_view id);

// Finds the items of a dataset by the ids that another file has for them. The ids must outlive it.
class ItemLookup {
public:
    explicit ItemLookup(const IdMap& items);

    struct Match {
        std::int32_t item = IdMap::kNone;
        bool byForm = false;  // the id is the item's only by its plain form
    };
    // The item of exactly this id, else the only one whose id has the same plain form.
    Match find(std::string_view id) const;

    std::size_t size() const { return items_.size(); }

private:
    const IdMap& items_;
    IdMap forms_;
    std::vector<std::int32_t> itemOfForm_;  // IdMap::kNone where several items have the form
};

}  // namespace ncf
