#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ncf {

// Whether a gzip file unpacks to what was packed: libarchive does not look at the checksum.
class GzipCheck {
public:
    // The next bytes of the file, and the next of its content.
    void addPacked(std::string_view bytes);
    void addContent(std::string_view bytes);

    // When all is read: whether the content's checksum and length are not in the file. False for a
    // file of several parts, whose sums are not that of the whole.
    bool broken() const;

private:
    std::string recent_;  // the last block of the file with a few bytes before it
    std::uint64_t parts_ = 0;
    std::uint32_t sum_ = 0xffffffff;
    std::uint32_t length_ = 0;  // modulo 2³², as gzip counts
};

}  // namespace ncf
