#include "base/process_usage.h"

#include <chrono>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace ncf {

namespace {

double secondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// /proc/self/statm: all pages, then those in RAM.
std::uint64_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t pages = 0;
    std::uint64_t resident = 0;
    if (!(file >> pages >> resident)) {
        return 0;
    }
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

ProcessUsage processUsage() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return {residentBytes(), secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime),
            std::chrono::duration<double>(now).count()};
}

double cpuPercent(const ProcessUsage& from, const ProcessUsage& to) {
    const double wall = to.wallSeconds - from.wallSeconds;
    return wall > 0 ? 100 * (to.cpuSeconds - from.cpuSeconds) / wall : 0;
}

}  // namespace ncf
