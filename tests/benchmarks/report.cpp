#include "report.h"

#include "base/text.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <time.h>

namespace ncf::bench {

namespace {

constexpr std::ptrdiff_t kFirstWidth = 34;
constexpr std::ptrdiff_t kLeastWidth = 13;

// Three significant digits, and no fewer than all before the point.
std::string shown(const nlohmann::json& cell) {
    if (cell.is_null()) {
        return "–";
    }
    if (!cell.is_number()) {
        return cell.get<std::string>();
    }
    const double value = cell.get<double>();
    if (std::abs(value) >= 100) {
        return withThousands(static_cast<std::uint64_t>(std::llround(value)));
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

// In characters; UTF-8 continuation bytes are none.
std::ptrdiff_t lengthOf(const std::string& text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xc0') != '\x80'; });
}

std::string padded(const std::string& text, std::ptrdiff_t width, bool left) {
    const auto gap = std::max<std::ptrdiff_t>(0, width - lengthOf(text));
    const std::string spaces(static_cast<std::size_t>(gap), ' ');
    return left ? text + spaces : spaces + text;
}

void print(const std::vector<std::string>& cells, const std::vector<std::string>& columns) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool first = i == 0;
        const auto width = first ? kFirstWidth : std::max(kLeastWidth, lengthOf(columns[i]) + 2);
        std::printf("%s", padded(cells[i], width, first).c_str());
    }
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::vector<double> inTurns(int rounds, const std::vector<std::function<double()>>& sides) {
    std::vector<std::vector<double>> measured(sides.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t side = 0; side < sides.size(); ++side) {
            measured[side].push_back(sides[side]());
        }
    }
    std::vector<double> medians;
    std::transform(measured.begin(), measured.end(), std::back_inserter(medians), median);
    return medians;
}

double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double secondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Report::begin(const std::string& section, const std::string& explanation,
                   std::vector<std::string> columns) {
    section_ = section;
    columns_ = std::move(columns);
    std::printf("\n%s\n%s\n\n", section.c_str(), explanation.c_str());
    print(columns_, columns_);
    json_[section_] = nlohmann::json::array();
}

void Report::row(const std::vector<nlohmann::json>& cells) {
    std::vector<std::string> texts;
    nlohmann::json entry = nlohmann::json::object();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        texts.push_back(shown(cells[i]));
        entry[columns_[i]] = cells[i];
    }
    print(texts, columns_);
    json_[section_].push_back(std::move(entry));
}

}  // namespace ncf::bench
