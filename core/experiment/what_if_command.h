#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace ncf {

// An item of the project by its id, as a pick of a made-up person.
struct NamedPick {
    std::string itemId;
    std::optional<float> rating;  // nullopt where the data has no ratings: just liked
};

// The arguments after `ncf` that ask whatIf() the same, quoted for a POSIX shell:
// "whatif films.ncf 3 --top 20 --like 'i 7=4.5' …".
std::string whatIfCommand(const std::string& projectFile, std::int64_t runId, int n,
                          std::span<const NamedPick> picks);

// The same for whatIfRemoved(): "whatif films.ncf 3 --top 20 --user u1 --without i7 …".
std::string whatIfRemovedCommand(const std::string& projectFile, std::int64_t runId, int n,
                                 const std::string& userId,
                                 std::span<const std::string> removedIds);

}  // namespace ncf
