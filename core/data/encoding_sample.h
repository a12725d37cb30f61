#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Fields of a text that hold other bytes than ASCII, spread over all of it however large it is. A
// field is what stands between separators; the ids and numbers around it would tell nothing of its
// language. What is kept does not depend on the pieces in which the text is added.
class EncodingSample {
public:
    void add(std::string_view bytes);

    // Each field once, in the order of the text, some 64 KiB at most.
    std::vector<std::string> fields() const;

private:
    void close();

    std::string before_;  // the ASCII beginning of the field at the end of the bytes so far
    std::string field_;   // the open one
    bool isOpen_ = false;
    std::uint64_t count_ = 0;
    std::uint64_t stride_ = 1;  // of so many fields one is kept
    std::vector<std::string> kept_;
    std::size_t keptBytes_ = 0;
};

}  // namespace ncf
