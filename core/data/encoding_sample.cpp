#include "data/encoding_sample.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

namespace ncf {

namespace {

constexpr std::size_t kKeptBytes = 64 << 10;
constexpr std::size_t kLongestField = 1000;
constexpr std::size_t kLongestBeginning = 64;

// No multi-byte encoding uses any of these as the second half of a character, as some do "|".
constexpr auto kSeparators = [] {
    std::array<bool, 256> table{};
    for (const char separator : {'\0', '\n', '\r', '\t', ',', ';', ':', '"'}) {
        table[static_cast<unsigned char>(separator)] = true;
    }
    return table;
}();

bool isSeparator(char c) {
    return kSeparators[static_cast<unsigned char>(c)];
}

std::size_t firstBeyondAscii(std::string_view bytes, std::size_t from) {
    for (; from + 8 <= bytes.size(); from += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + from, 8);
        if ((word & 0x8080808080808080U) != 0) {
            break;
        }
    }
    while (from < bytes.size() && (bytes[from] & 0x80) == 0) {
        ++from;
    }
    return from;
}

// The part of `bytes` behind its last separator, at most kLongestBeginning of it.
std::string_view tailOf(std::string_view bytes) {
    std::size_t from = bytes.size();
    while (from > 0 && bytes.size() - from < kLongestBeginning && !isSeparator(bytes[from - 1])) {
        --from;
    }
    return bytes.substr(from);
}

}  // namespace

void EncodingSample::add(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (isOpen_) {
            const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
            const auto end = std::find_if(begin, bytes.end(), isSeparator);
            const auto length = static_cast<std::size_t>(end - begin);
            field_ += bytes.substr(at, std::min(length, kLongestField - field_.size()));
            at += length;
            if (at < bytes.size()) {
                close();
            }
            continue;
        }
        const auto found = firstBeyondAscii(bytes, at);
        const auto tail = tailOf(bytes.substr(at, found - at));
        if (tail.size() < found - at) {
            before_.clear();
        }
        before_ += tail;
        before_.erase(0, before_.size() - std::min(before_.size(), kLongestBeginning));
        if (found < bytes.size()) {
            field_.swap(before_);
            before_.clear();
            isOpen_ = true;
        }
        at = found;
    }
}

void EncodingSample::close() {
    isOpen_ = false;
    if (count_++ % stride_ == 0) {
        keptBytes_ += field_.size();
        kept_.push_back(field_);
    }
    field_.clear();
    if (keptBytes_ <= kKeptBytes) {
        return;
    }
    stride_ *= 2;
    std::size_t kept = 0;
    keptBytes_ = 0;
    for (std::size_t i = 0; i < kept_.size(); i += 2) {
        keptBytes_ += kept_[i].size();
        kept_[kept++].swap(kept_[i]);
    }
    kept_.resize(kept);
}

std::vector<std::string> EncodingSample::fields() const {
    std::vector<std::string> fields;
    std::unordered_set<std::string_view> seen;
    for (const auto& field : kept_) {
        if (seen.insert(field).second) {
            fields.push_back(field);
        }
    }
    if (isOpen_ && !seen.contains(field_)) {
        fields.push_back(field_);
    }
    return fields;
}

}  // namespace ncf
