#include "data/id_map.h"

#include <cstring>
#include <functional>

namespace ncf {

namespace {

// In the highest byte of a key: the length of a short id, or this.
constexpr std::uint64_t kLong = 0xffULL << 56;

std::size_t placeOf(std::uint64_t key, std::size_t mask) {
    const std::uint64_t mixed = (key ^ key >> 32) * 0x9e3779b97f4a7c15ULL;
    return (mixed ^ mixed >> 29) & mask;
}

}  // namespace

std::uint64_t IdMap::keyOf(std::string_view id) {
    if (id.size() > 7) {
        return std::hash<std::string_view>()(id) | kLong;
    }
    std::uint64_t key = id.size();
    for (std::size_t at = 0; at < 7; ++at) {
        key = key << 8 | (at < id.size() ? static_cast<unsigned char>(id[at]) : 0);
    }
    return key;
}

std::int32_t IdMap::insert(std::string_view id) {
    if (2 * (ids_.size() + 1) > slots_.size()) {
        grow();
    }
    const std::uint64_t key = keyOf(id);
    Slot& slot = slots_[slotOf(id, key)];
    if (slot.index == kNone) {
        slot = {key, static_cast<std::int32_t>(ids_.size())};
        ids_.emplace_back(id);
    }
    return slot.index;
}

std::int32_t IdMap::find(std::string_view id) const {
    return slots_.empty() ? kNone : slots_[slotOf(id, keyOf(id))].index;
}

std::size_t IdMap::slotOf(std::string_view id, std::uint64_t key) const {
    const auto same = [&](const Slot& slot) {
        return slot.key == key &&
               ((key & kLong) != kLong || ids_[static_cast<std::size_t>(slot.index)] == id);
    };
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = placeOf(key, mask);
    while (slots_[at].index != kNone && !same(slots_[at])) {
        at = (at + 1) & mask;
    }
    return at;
}

void IdMap::grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.index != kNone) {
            std::size_t at = placeOf(slot.key, mask);
            while (slots_[at].index != kNone) {
                at = (at + 1) & mask;
            }
            slots_[at] = slot;
        }
    }
}

}  // namespace ncf
