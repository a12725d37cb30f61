#pragma once

#include "base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ncf::cli {

// What `ncf` returns to the shell; also in `ncf --help`.
enum ExitCode {
    kDone = 0,
    kInternalError = 1,
    kUsageError = 2,
    kBadInput = 3,
    kNotFound = 4,
    kStorageError = 5,
    kCancelled = 130
};

// Tells the person on stderr and returns the exit code for it.
int fail(const Error& error);

// A remark on stderr, so that stdout holds results only.
void note(const std::string& text);

// Text from a file without control characters, which a terminal would obey.
std::string printable(std::string_view text);

// The one document of --json, on stdout.
void printJson(const nlohmann::ordered_json& json);

// Rows under a header, in columns as wide as their widest cell.
class Table {
public:
    enum class Align { Left, Right };

    void column(const std::string& title, Align align = Align::Left);
    void row(std::vector<std::string> cells);
    // To stdout, without control characters.
    void print() const;

private:
    std::vector<std::string> titles_;
    std::vector<Align> align_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace ncf::cli
