#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Chooses the file with the interactions among those in an archive by their names, which are
// offered one after the other. What it remembers does not grow with the archive.
class MemberChoice {
public:
    // `index` counts everything in the archive, folders included. Folders are not offered.
    void offer(std::uint64_t index, const std::string& path);

    // Where the chosen file stands. Errors, naming the archive: it is a workbook, holds no file, or
    // several of which none stands out.
    Result<std::uint64_t> choose(const std::string& archive) const;

private:
    // How many names were of a kind, and where the first of them stands.
    struct Kind {
        std::uint64_t count = 0;
        std::uint64_t first = 0;

        void add(std::uint64_t index) {
            first = count == 0 ? index : first;
            ++count;
        }
    };

    Kind any_;
    Kind tables_;   // their endings are those of tables
    Kind ratings_;  // their names say that they hold ratings
    std::vector<std::string> listed_;
    bool workbook_ = false;
};

}  // namespace ncf
