#include "data/id_map.h"

namespace ncf {

std::int32_t IdMap::insert(std::string_view id) {
    if (const auto found = index_.find(id); found != index_.end()) {
        return found->second;
    }
    const auto index = static_cast<std::int32_t>(ids_.size());
    ids_.emplace_back(id);
    index_.emplace(ids_.back(), index);
    return index;
}

std::int32_t IdMap::find(std::string_view id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? kNone : found->second;
}

}  // namespace ncf
