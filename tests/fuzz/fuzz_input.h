#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace ncf::fuzz {

// Ends the program, and so reports the input, where `holds` is false; `what` says what should be.
inline void require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "This does not hold: %s\n", what);
        std::abort();
    }
}

// The bytes of one execution: a text, and behind it choices of one byte each. So any file of text
// is a good seed.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : bytes_(data, data + size) {}

    // A number below `count`, which is at most 256, from the last byte; 0 where none is left.
    std::size_t choice(std::size_t count) {
        if (bytes_.empty()) {
            return 0;
        }
        const std::size_t byte = bytes_.back();
        bytes_.pop_back();
        return byte % count;
    }
    bool flag() { return choice(2) == 1; }

    // What is left, in memory that ends with it, so that AddressSanitizer sees what reads on.
    // Taken once, after all choices.
    std::string_view text() {
        bytes_.shrink_to_fit();
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }

private:
    std::vector<std::uint8_t> bytes_;
};

}  // namespace ncf::fuzz
