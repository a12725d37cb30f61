#include "data/json_elements.h"

#include "data/line_reader.h"

#include <utility>

namespace ncf {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

JsonElements::JsonElements(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

// Whether there is a byte at at_.
bool JsonElements::fill() {
    if (at_ == size_) {
        at_ = 0;
        size_ = source_->read(piece_.data(), piece_.size());
    }
    return size_ > 0;
}

void JsonElements::keep(char c) {
    if (element_.size() < kMaxRecordBytes) {
        element_ += c;
    } else {
        tooLong_ = true;
    }
}

// Goes to the first element of the array. What lies deeper than in the outermost object, a schema
// for example, is passed over.
bool JsonElements::find() {
    std::uint64_t depth = 0;
    char outermost = '\0';
    char before = '\0';  // the last character that is no blank
    for (; fill(); ++at_) {
        const char c = piece_[at_];
        if (quote_ != '\0') {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == quote_) {
                quote_ = '\0';
            }
            continue;
        }
        if (isBlank(c)) {
            continue;
        }
        if (c == '"' || c == '\'') {
            quote_ = c;
        } else if (c == '[' && depth == 0) {
            ++at_;
            return true;
        } else if (c == '{' && before == '[' && depth == 2 && outermost == '{') {
            return true;
        } else if (c == '{' || c == '[') {
            outermost = depth == 0 ? c : outermost;
            ++depth;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
        before = c;
    }
    return false;
}

bool JsonElements::next(std::string_view& element) {
    if (!found_) {
        found_ = find();
    }
    if (!found_ || complete_) {
        return false;
    }
    element_.clear();
    tooLong_ = false;
    std::uint64_t depth = 0;
    bool ended = false;
    for (; !ended && fill(); ++at_) {
        const char c = piece_[at_];
        if (quote_ != '\0') {
            keep(c);
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == quote_) {
                quote_ = '\0';
            }
        } else if (depth == 0 && (c == ']' || c == '}')) {
            complete_ = true;
            ended = true;
        } else if (depth == 0 && c == ',') {
            ended = !element_.empty();
        } else if (!element_.empty() || !isBlank(c)) {
            keep(c);
            if (c == '"' || c == '\'') {
                quote_ = c;
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                --depth;
                ended = depth == 0;
            }
        }
    }
    if (element_.empty()) {
        return false;
    }
    ++number_;
    element = tooLong_ ? std::string_view(element_).substr(0, 1024) : std::string_view(element_);
    return true;
}

}  // namespace ncf
