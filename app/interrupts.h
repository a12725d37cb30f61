#pragma once

#include <csignal>

namespace ncf::cli {

// While one of these exists, the first Ctrl-C (SIGINT) or SIGTERM is only remembered and the second
// ends the program at once with exit code 130. One at a time.
//
// Neither the thread that makes it nor a thread that is started while it exists receives the
// signals, unless it says so: oneDNN's matrix products point the stack pointer at memory of their
// own, where the frame of a signal handler would overwrite what lies below.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    // The calling thread, which computes nothing, receives the signals.
    static void receiveHere();

    // From any thread.
    static bool interrupted();

private:
    sigset_t before_;  // the mask of the thread that made it
};

}  // namespace ncf::cli
