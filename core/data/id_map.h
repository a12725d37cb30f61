#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// The two-way map between the ids of a file (any UTF-8 text) and dense indices, in the order in
// which the ids were first seen. A hash table with open addressing: an import asks it
// twice for every row.
class IdMap {
public:
    static constexpr std::int32_t kNone = -1;

    // The id's index, a new one if it was not seen before.
    std::int32_t insert(std::string_view id);
    // The id's index or kNone.
    std::int32_t find(std::string_view id) const;
    const std::string& id(std::int32_t index) const {
        return ids_[static_cast<std::size_t>(index)];
    }
    const std::vector<std::string>& ids() const { return ids_; }
    std::size_t size() const { return ids_.size(); }

private:
    // Up to 7 bytes are their own key, so that a look at the slot tells; longer ids have a hash.
    struct Slot {
        std::uint64_t key = 0;
        std::int32_t index = kNone;
    };
    static std::uint64_t keyOf(std::string_view id);
    // Where the id is or would be; the table must not be empty.
    std::size_t slotOf(std::string_view id, std::uint64_t key) const;
    void grow();

    std::vector<std::string> ids_;
    std::vector<Slot> slots_;  // a power of two, at most half full
};

}  // namespace ncf
