#include "output.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace ncf::cli {

namespace {

// Places on a terminal; every code point counts as one.
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

}  // namespace

int fail(const Error& error) {
    std::cerr << "ncf: " << printable(error.message()) << std::endl;
    switch (error.kind) {
        case ErrorKind::BadInput:
            return kBadInput;
        case ErrorKind::NotFound:
            return kNotFound;
        case ErrorKind::Storage:
            return kStorageError;
        case ErrorKind::Cancelled:
            return kCancelled;
        case ErrorKind::Internal:
            break;
    }
    return kInternalError;
}

void note(const std::string& text) {
    std::cerr << printable(text) << std::endl;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
        if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
            out += '?';  // U+0080 to U+009F: the second set of control characters
            ++at;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += byte == '\t' || byte == '\n' ? ' ' : '?';
        } else {
            out += text[at];
        }
    }
    return out;
}

void printJson(const nlohmann::ordered_json& json) {
    // Ids and titles may be anything but UTF-8 in a damaged project.
    std::cout << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

void Table::column(const std::string& title, Align align) {
    titles_.push_back(title);
    align_.push_back(align);
}

void Table::row(std::vector<std::string> cells) {
    for (auto& cell : cells) {
        cell = printable(cell);
    }
    rows_.push_back(std::move(cells));
}

void Table::print() const {
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < titles_.size(); ++at) {
        std::size_t width = widthOf(titles_[at]);
        for (const auto& row : rows_) {
            width = std::max(width, widthOf(row[at]));
        }
        widths.push_back(width);
    }
    const auto printRow = [&](const std::vector<std::string>& cells) {
        std::string line;
        for (std::size_t at = 0; at < cells.size(); ++at) {
            const std::string gap(widths[at] - widthOf(cells[at]), ' ');
            line += at > 0 ? "  " : "";
            line += align_[at] == Align::Right ? gap + cells[at] : cells[at] + gap;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << "\n";
    };
    printRow(titles_);
    for (const auto& row : rows_) {
        printRow(row);
    }
}

}  // namespace ncf::cli
