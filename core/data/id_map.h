#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncf {

// The two-way map between the ids of a file (any UTF-8 text) and dense indices, in the order in
// which the ids were first seen.
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
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    std::vector<std::string> ids_;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> index_;
};

}  // namespace ncf
