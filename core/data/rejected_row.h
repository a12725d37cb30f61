#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ncf {

// A row that could not be used, or of which a part could not be read.
struct RejectedRow {
    std::uint64_t line = 0;  // 1-based, as an editor counts: the line where the record begins
    std::string reason;      // "the user is empty"
    std::string text;        // the record itself, cut to 200 bytes
};

// Counts them all and keeps the first kMaxListed.
struct RejectedRows {
    static constexpr std::size_t kMaxListed = 100'000;

    void add(RejectedRow row) {
        ++count;
        if (listed.size() < kMaxListed) {
            listed.push_back(std::move(row));
        }
    }

    std::uint64_t count = 0;
    std::vector<RejectedRow> listed;
};

}  // namespace ncf
