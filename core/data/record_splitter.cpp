#include "data/record_splitter.h"

#include "base/text.h"

#include <algorithm>
#include <cstring>

namespace ncf {

namespace {

constexpr auto kNone = std::string_view::npos;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

std::size_t lineEnd(std::string_view text, std::size_t from) {
    const auto* const at =
        static_cast<const char*>(std::memchr(text.data() + from, '\n', text.size() - from));
    return at ? static_cast<std::size_t>(at - text.data()) : text.size();
}

std::string_view withoutReturn(std::string_view line) {
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace

RecordSplitter::RecordSplitter(const TableFormat& format)
    : separator_(format.separator),
      blanks_(format.separator == " "),
      quotes_(format.quotes),
      backslash_(format.backslashQuotes),
      comment_(format.comment),
      columns_(format.columns) {}

std::size_t RecordSplitter::next(std::string_view text, bool more) {
    const std::size_t end = lineEnd(text, 0);
    if (end == text.size() && more) {
        return 0;
    }
    const std::string_view line = withoutReturn(text.substr(0, end));
    const bool comment = !comment_.empty() && line.starts_with(comment_);
    consumed_ = std::min(end + 1, text.size());
    record_ = line;
    lines_ = 1;
    if (comment || !quotes_ || line.find('"') == kNone) {
        splitPlain(line);
    } else {
        // Over line ends only by the rules of quoting, within a line also where inner quotes are
        // not doubled.
        auto quoted = splitQuoted(text, more, false);
        if (quoted == Quoted::NeedsMore) {
            return 0;
        }
        if (quoted == Quoted::NotQuoted) {
            quoted = splitQuoted(text.substr(0, consumed_), false, true);
        }
        if (quoted == Quoted::NotQuoted) {
            splitOneLine(line);
        }
    }
    return consumed_;
}

bool RecordSplitter::empty() const {
    return trimmed(record_).empty() || (!comment_.empty() && record_.starts_with(comment_));
}

void RecordSplitter::splitPlain(std::string_view line) {
    fields_.clear();
    std::size_t start = 0;
    if (blanks_) {
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (isBlank(line[at])) {
                if (at > start) {
                    fields_.push_back(line.substr(start, at - start));
                }
                start = at + 1;
            }
        }
        if (start < line.size() || fields_.empty()) {
            fields_.push_back(line.substr(start));
        }
        return;
    }
    // Fields are short: a plain loop beats a search call for each.
    if (separator_.size() == 1) {
        const char separator = separator_.front();
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (line[at] == separator) {
                fields_.push_back(line.substr(start, at - start));
                start = at + 1;
            }
        }
        fields_.push_back(line.substr(start));
        return;
    }
    while (true) {
        const auto end = line.find(separator_, start);
        fields_.push_back(line.substr(start, end - start));
        if (end == kNone) {
            return;
        }
        start = end + separator_.size();
    }
}

RecordSplitter::Follows RecordSplitter::follows(std::string_view text, std::size_t at,
                                                bool more) const {
    while (at < text.size() && text[at] == ' ' && !blanks_) {
        ++at;
    }
    const auto rest = text.substr(at);
    if (rest.empty() || rest == "\r") {
        return more ? Follows::Unseen : Follows::End;
    }
    if (rest.front() == '\n' || rest.starts_with("\r\n")) {
        return Follows::End;
    }
    if (more && rest.size() < separator_.size() && separator_.starts_with(rest)) {
        return Follows::Unseen;
    }
    const bool separates = blanks_ ? isBlank(rest.front()) : rest.starts_with(separator_);
    return separates ? Follows::End : Follows::Text;
}

RecordSplitter::Closing RecordSplitter::closingQuote(std::string_view text, std::size_t from,
                                                     bool more, bool lenient) const {
    std::size_t at = from;
    while (true) {
        const auto* const found =
            at < text.size()
                ? static_cast<const char*>(std::memchr(text.data() + at, '"', text.size() - at))
                : nullptr;
        if (!found) {
            return {kNone, more};
        }
        at = static_cast<std::size_t>(found - text.data());
        std::size_t slashes = 0;
        while (backslash_ && slashes < at - from && text[at - 1 - slashes] == '\\') {
            ++slashes;
        }
        if (slashes % 2 == 1) {
            ++at;
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == '"') {
            at += 2;
            continue;
        }
        switch (follows(text, at + 1, more)) {
            case Follows::End:
                return {at, false};
            case Follows::Unseen:
                return {kNone, true};
            case Follows::Text:
                if (!lenient) {
                    return {kNone, false};
                }
                ++at;
        }
    }
}

std::string RecordSplitter::unquoted(std::string_view inner) const {
    std::string text;
    text.reserve(inner.size());
    for (std::size_t i = 0; i < inner.size(); ++i) {
        const bool escapes = (inner[i] == '"' && i + 1 < inner.size() && inner[i + 1] == '"') ||
                             (backslash_ && inner[i] == '\\' && i + 1 < inner.size() &&
                              (inner[i + 1] == '"' || inner[i + 1] == '\\'));
        i += escapes ? 1 : 0;
        text += inner[i];
    }
    return text;
}

// The whole record by the rules of quoting. NotQuoted where the text does not keep to them; then
// the record is the line still.
RecordSplitter::Quoted RecordSplitter::splitQuoted(std::string_view text, bool more, bool lenient) {
    const std::string_view window = text.substr(0, kLongestQuoted);
    const bool cut = window.size() < text.size();
    const bool growing = more && !cut;
    // Views point into the strings, so that they are put in place when these move no more.
    std::vector<std::pair<std::size_t, std::size_t>> inScratch;  // field, string
    fields_.clear();
    scratch_.clear();
    std::size_t at = 0;
    std::size_t lines = 1;
    while (true) {
        while (at < window.size() && (blanks_ ? isBlank(window[at]) : window[at] == ' ')) {
            ++at;
        }
        std::size_t end = at;
        if (at < window.size() && window[at] == '"') {
            const auto closing = closingQuote(window, at + 1, growing, lenient);
            if (closing.unseen) {
                return Quoted::NeedsMore;
            }
            if (closing.place == kNone) {
                return Quoted::NotQuoted;
            }
            const auto inner = window.substr(at + 1, closing.place - at - 1);
            lines += static_cast<std::size_t>(std::count(inner.begin(), inner.end(), '\n'));
            if (inner.find('"') == kNone && !(backslash_ && inner.find('\\') != kNone)) {
                fields_.push_back(inner);
            } else {
                inScratch.emplace_back(fields_.size(), scratch_.size());
                fields_.emplace_back();
                scratch_.push_back(unquoted(inner));
            }
            end = closing.place + 1;
            while (end < window.size() && window[end] == ' ' && !blanks_) {
                ++end;
            }
        } else {
            const std::size_t stop = lineEnd(window, at);
            if (stop == window.size() && growing) {
                return Quoted::NeedsMore;
            }
            if (blanks_) {
                while (end < stop && !isBlank(window[end])) {
                    ++end;
                }
            } else {
                end = std::min(window.substr(0, stop).find(separator_, at), stop);
            }
            auto field = window.substr(at, end - at);
            if (end == stop) {
                field = withoutReturn(field);
            }
            if (!blanks_ || !field.empty()) {
                fields_.push_back(field);
            }
        }
        if (end >= window.size() || window[end] == '\n' || window[end] == '\r') {
            at = end;
            break;
        }
        // Too many fields over several lines are none, however many more there are: so no line is
        // looked at by more than a few of those before it.
        if (columns_ > 0 && lines > 1 && fields_.size() >= columns_ && !blanks_) {
            return Quoted::NotQuoted;
        }
        at = end + (blanks_ ? 1 : separator_.size());
    }
    const std::size_t stop = lineEnd(window, at);
    const bool expected = columns_ == 0 || fields_.size() == columns_;
    if ((stop == window.size() && cut) || (!expected && (lines > 1 || lenient))) {
        return Quoted::NotQuoted;
    }
    for (const auto& [field, string] : inScratch) {
        fields_[field] = scratch_[string];
    }
    record_ = withoutReturn(window.substr(0, stop));
    lines_ = lines;
    consumed_ = std::min(stop + 1, text.size());
    return Quoted::Done;
}

// A line whose quotes do not keep to the rules: fields that are quoted well lose their quotes, the
// rest is as it stands.
void RecordSplitter::splitOneLine(std::string_view line) {
    splitPlain(line);
    for (auto& field : fields_) {
        if (field.size() >= 2 && field.starts_with('"') && field.ends_with('"') &&
            field.find('"', 1) == field.size() - 1) {
            field = field.substr(1, field.size() - 2);
        }
    }
}

}  // namespace ncf
