#include "data/gzip_check.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ncf {

namespace {

constexpr std::size_t kHeaderBytes = 10;

// CRC-32 of eight bytes at a time: table k holds what a byte adds that k bytes follow.
constexpr auto kTables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t sum = byte;
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xedb88320U : 0U);
        }
        tables[0][byte] = sum;
    }
    for (std::size_t table = 1; table < tables.size(); ++table) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const auto sum = tables[table - 1][byte];
            tables[table][byte] = (sum >> 8) ^ tables[0][sum & 0xff];
        }
    }
    return tables;
}();

std::uint32_t wordAt(const unsigned char* at) {
    return at[0] | std::uint32_t(at[1]) << 8 | std::uint32_t(at[2]) << 16 |
           std::uint32_t(at[3]) << 24;
}

void appendWord(std::string& bytes, std::uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>(word >> shift & 0xff);
    }
}

// Compressed bytes look like the beginning of a part once in some ten GB.
bool isHeader(const unsigned char* at) {
    const bool flags = (at[3] & 0xe0) == 0;
    const bool level = at[8] == 0 || at[8] == 2 || at[8] == 4;
    const bool system = at[9] <= 13 || at[9] == 255;
    return at[0] == 0x1f && at[1] == 0x8b && at[2] == 8 && flags && level && system;
}

}  // namespace

void GzipCheck::addPacked(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    recent_.erase(0, recent_.size() - std::min(recent_.size(), kHeaderBytes - 1));
    recent_ += bytes;
    for (auto at = recent_.find('\x1f');
         at != std::string::npos && at + kHeaderBytes <= recent_.size();
         at = recent_.find('\x1f', at + 1)) {
        parts_ += isHeader(reinterpret_cast<const unsigned char*>(recent_.data()) + at) ? 1 : 0;
    }
}

void GzipCheck::addContent(std::string_view bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* const end = at + bytes.size();
    auto sum = sum_;
    for (; end - at >= 8; at += 8) {
        const auto low = sum ^ wordAt(at);
        const auto high = wordAt(at + 4);
        sum = kTables[7][low & 0xff] ^ kTables[6][low >> 8 & 0xff] ^ kTables[5][low >> 16 & 0xff] ^
              kTables[4][low >> 24] ^ kTables[3][high & 0xff] ^ kTables[2][high >> 8 & 0xff] ^
              kTables[1][high >> 16 & 0xff] ^ kTables[0][high >> 24];
    }
    for (; at != end; ++at) {
        sum = (sum >> 8) ^ kTables[0][(sum ^ *at) & 0xff];
    }
    sum_ = sum;
    length_ += static_cast<std::uint32_t>(bytes.size());
}

bool GzipCheck::broken() const {
    std::string end;
    appendWord(end, ~sum_);
    appendWord(end, length_);
    return parts_ == 1 && recent_.find(end) == std::string::npos;
}

}  // namespace ncf
