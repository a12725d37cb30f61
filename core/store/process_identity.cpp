#include "store/process_identity.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <unistd.h>

namespace ncf {

namespace {

std::string bootId() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id;
}

// Clock ticks between boot and the start of the process; 0 if there is no such process or it is
// dead and only waits for its parent.
std::int64_t startTimeOf(std::int64_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    // The second field is the program's name in parentheses and may itself contain any of these.
    const auto nameEnd = content.rfind(')');
    if (nameEnd == std::string::npos) {
        return 0;
    }
    std::istringstream fields(content.substr(nameEnd + 1));
    std::string state;
    fields >> state;
    if (state == "Z" || state == "X") {
        return 0;
    }
    constexpr int kStateField = 3;
    constexpr int kStartTimeField = 22;
    std::string skipped;
    for (int field = kStateField + 1; field < kStartTimeField; ++field) {
        fields >> skipped;
    }
    std::int64_t ticks = 0;
    fields >> ticks;
    return ticks;
}

}  // namespace

ProcessIdentity thisProcess() {
    const auto pid = static_cast<std::int64_t>(::getpid());
    return {pid, startTimeOf(pid), bootId()};
}

bool isAlive(const ProcessIdentity& process) {
    return process.pid > 0 && process.startTime > 0 && process.boot == bootId() &&
           startTimeOf(process.pid) == process.startTime;
}

}  // namespace ncf
