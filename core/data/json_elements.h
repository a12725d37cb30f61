#pragma once

#include "data/byte_source.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace ncf {

// The elements of an array of JSON, one after the other, without holding the array: that of
// "[{…}, {…}]", or the first array of objects that is a value of the outermost object, as in
// {"count": 2, "data": [{…}, {…}]}. Strings may stand in single quotes, as Python writes them.
class JsonElements {
public:
    explicit JsonElements(std::unique_ptr<ByteSource> source);

    // The text of the next element. The view holds until the next call. False at the end.
    bool next(std::string_view& element);
    // Whether the element that next() gave last is longer than kMaxRecordBytes; then the view holds
    // its beginning only.
    bool tooLong() const { return tooLong_; }
    // Which element next() gave last, counted from 1.
    std::uint64_t number() const { return number_; }

    // After the last element: whether there was an array, and whether its end was there. What an
    // unfinished element holds was given as an element.
    bool found() const { return found_; }
    bool complete() const { return complete_; }

    const ByteSource& source() const { return *source_; }

private:
    bool fill();
    bool find();
    void keep(char c);

    std::unique_ptr<ByteSource> source_;
    std::array<char, 64 << 10> piece_;
    std::size_t at_ = 0;
    std::size_t size_ = 0;
    std::string element_;
    char quote_ = '\0';  // of the string that at_ is in
    bool escaped_ = false;
    std::uint64_t number_ = 0;
    bool tooLong_ = false;
    bool found_ = false;
    bool complete_ = false;
};

}  // namespace ncf
