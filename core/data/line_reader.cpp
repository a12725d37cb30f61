#include "data/line_reader.h"

#include "base/text.h"

#include <utility>

namespace ncf {

namespace {

// How much of a line that is too long is kept, for the message about it.
constexpr std::size_t kKeptOfTooLong = 1024;

}  // namespace

std::vector<std::string_view> wholeLines(std::string_view head) {
    const bool cut = head.size() >= kLeastCutHead;
    std::vector<std::string_view> lines;
    while (!head.empty()) {
        const auto end = head.find('\n');
        if (end == std::string_view::npos && cut) {
            break;
        }
        auto line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!trimmed(line).empty()) {
            lines.push_back(line);
        }
    }
    return lines;
}

LineReader::LineReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

std::string_view LineReader::head(std::size_t size) {
    while (buffer_.size() < size && fill()) {
    }
    return std::string_view(buffer_).substr(0, size);
}

bool LineReader::fill() {
    if (ended_) {
        return false;
    }
    const auto count = source_->read(piece_.data(), piece_.size());
    if (count == 0) {
        ended_ = true;
        return false;
    }
    buffer_.erase(0, at_);
    searched_ -= at_;
    at_ = 0;
    buffer_.append(piece_.data(), count);
    return true;
}

bool LineReader::next(std::string_view& line) {
    tooLong_ = false;
    searched_ = at_;
    while (true) {
        const auto end = buffer_.find('\n', searched_);
        if (end != std::string::npos || ended_) {
            if (end == std::string::npos && at_ == buffer_.size()) {
                return false;
            }
            line = std::string_view(buffer_).substr(at_, end - at_);
            at_ = end == std::string::npos ? buffer_.size() : end + 1;
            if (line.ends_with('\r')) {
                line.remove_suffix(1);
            }
            ++number_;
            return true;
        }
        searched_ = buffer_.size();
        if (searched_ - at_ > kMaxRecordBytes) {
            return nextTooLong(line);
        }
        fill();
    }
}

bool LineReader::nextTooLong(std::string_view& line) {
    // The beginning stays in front of buffer_ and the rest of the line goes by behind it.
    buffer_.erase(0, at_);
    at_ = 0;
    auto end = std::string::npos;
    while (end == std::string::npos) {
        buffer_.resize(kKeptOfTooLong);
        if (!fill()) {
            break;
        }
        end = buffer_.find('\n', kKeptOfTooLong);
    }
    at_ = end == std::string::npos ? buffer_.size() : end + 1;
    line = std::string_view(buffer_).substr(0, kKeptOfTooLong);
    tooLong_ = true;
    ++number_;
    return true;
}

}  // namespace ncf
