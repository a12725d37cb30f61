#pragma once

#include <cstdint>
#include <string>

namespace ncf {

// Names one process for good: the kernel reuses process ids, but not with the same start time
// within the same boot.
struct ProcessIdentity {
    std::int64_t pid = 0;
    std::int64_t startTime = 0;  // clock ticks since boot
    std::string boot;  // the kernel's random id of this boot, which also tells hosts apart
};

ProcessIdentity thisProcess();

// Whether that very process lives on this host now. A process that cannot be seen (it belongs to
// another boot, host or container) counts as gone.
bool isAlive(const ProcessIdentity& process);

}  // namespace ncf
