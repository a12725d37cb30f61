#pragma once

namespace ncf::cli {

// While one of these exists, the first Ctrl-C (SIGINT) or SIGTERM is only remembered and the second
// ends the program at once with exit code 130. One at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    // From any thread.
    static bool interrupted();
};

}  // namespace ncf::cli
