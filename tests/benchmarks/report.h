#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace ncf::bench {

// The middle of the values, which must not be empty.
double median(std::vector<double> values);

// Things to be measured against each other: called in turn, `rounds` times around, so that what
// else the machine does meets them all alike. Returns each one's median.
std::vector<double> inTurns(int rounds, const std::vector<std::function<double()>>& sides);

// Seconds of processor time of this thread so far.
double threadSeconds();

// Wall-clock seconds that a call takes.
double secondsOf(const std::function<void()>& work);

// Prints tables as they are made and keeps them for a JSON file.
class Report {
public:
    void begin(const std::string& section, const std::string& explanation,
               std::vector<std::string> columns);
    // One cell for each column: text, or a number with its unit in the column's name.
    void row(const std::vector<nlohmann::json>& cells);
    const nlohmann::json& json() const { return json_; }

private:
    std::vector<std::string> columns_;
    nlohmann::json json_ = nlohmann::json::object();
    std::string section_;
};

}  // namespace ncf::bench
