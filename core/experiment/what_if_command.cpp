#include "experiment/what_if_command.h"

#include "experiment/shell_quoting.h"

#include <array>
#include <charconv>

namespace ncf {

namespace {

std::string start(const std::string& projectFile, std::int64_t runId, int n) {
    return "whatif " + shellQuotedFile(projectFile) + " " + std::to_string(runId) + " --top " +
           std::to_string(n);
}

// A value that begins with a dash would read as an option where it stands by itself.
std::string option(const std::string& name, const std::string& value) {
    return " --" + name +
           (value.starts_with("-") ? shellQuoted("=" + value) : " " + shellQuoted(value));
}

// The shortest text that reads back as the same float: 4.5 → "4.5", 0.1f → "0.1".
std::string shortestRating(float rating) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), rating).ptr;
    return {text.data(), end};
}

}  // namespace

std::string whatIfCommand(const std::string& projectFile, std::int64_t runId, int n,
                          std::span<const NamedPick> picks) {
    std::string line = start(projectFile, runId, n);
    for (const auto& pick : picks) {
        line +=
            option("like", pick.itemId + (pick.rating ? "=" + shortestRating(*pick.rating) : ""));
    }
    return line;
}

std::string whatIfRemovedCommand(const std::string& projectFile, std::int64_t runId, int n,
                                 const std::string& userId,
                                 std::span<const std::string> removedIds) {
    std::string line = start(projectFile, runId, n) + option("user", userId);
    for (const auto& id : removedIds) {
        line += option("without", id);
    }
    return line;
}

}  // namespace ncf
