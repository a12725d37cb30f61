#include "interrupts.h"

#include "output.h"

#include <atomic>
#include <unistd.h>

namespace ncf::cli {

namespace {

std::atomic<int> interruptCount = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

// Only calls that are allowed in a signal handler.
void remember(int) {
    if (++interruptCount > 1) {
        ::_exit(kCancelled);
    }
}

void setHandler(void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

sigset_t interruptSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

InterruptGuard::InterruptGuard() {
    interruptCount = 0;
    const auto signals = interruptSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, &before_);
    setHandler(remember);
}

InterruptGuard::~InterruptGuard() {
    setHandler(SIG_DFL);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void InterruptGuard::receiveHere() {
    const auto signals = interruptSignals();
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

bool InterruptGuard::interrupted() {
    return interruptCount > 0;
}

}  // namespace ncf::cli
