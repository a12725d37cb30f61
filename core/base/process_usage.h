#pragma once

#include <cstdint>

namespace ncf {

// What this process has taken from the machine so far.
struct ProcessUsage {
    std::uint64_t residentBytes = 0;  // memory in RAM now; 0 where the system does not tell
    double cpuSeconds = 0;            // of all threads, since the start
    double wallSeconds = 0;           // since some point in time
};

ProcessUsage processUsage();

// CPU time over wall-clock time between two samples, in percent of one core: 200 is two cores at
// full load. 0 where no time passed.
double cpuPercent(const ProcessUsage& from, const ProcessUsage& to);

}  // namespace ncf
