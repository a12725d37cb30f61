#include "terminal_progress.h"

#include "output.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ncf::cli {

namespace {

constexpr auto kTickInterval = std::chrono::milliseconds(100);
constexpr const char* kClearLine = "\r\x1b[K";

std::size_t terminalWidth() {
    winsize size{};
    constexpr std::size_t kUsual = 80;
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace

TerminalProgress::TerminalProgress(Tick tick, Tick interrupted)
    : tick_(std::move(tick)),
      interrupted_(std::move(interrupted)),
      interactive_(::isatty(STDERR_FILENO) != 0),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

TerminalProgress::~TerminalProgress() {
    thread_.request_stop();
    thread_.join();
    tick_(*this);
    clearStatus();
}

void TerminalProgress::run(const std::stop_token& stop) {
    InterruptGuard::receiveHere();
    while (!stop.stop_requested()) {
        if (InterruptGuard::interrupted() && !toldOfInterrupt_) {
            toldOfInterrupt_ = true;
            interrupted_(*this);
        }
        tick_(*this);
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, kTickInterval, [] { return false; });
    }
}

void TerminalProgress::status(const std::string& text) {
    if (!interactive_) {
        return;
    }
    // ASCII by construction, so that bytes are places.
    std::cerr << kClearLine << printable(text).substr(0, terminalWidth() - 1) << std::flush;
    statusShown_ = true;
}

void TerminalProgress::line(const std::string& text) {
    clearStatus();
    note(text);
}

void TerminalProgress::clearStatus() {
    if (statusShown_) {
        std::cerr << kClearLine << std::flush;
        statusShown_ = false;
    }
}

std::string progressBar(double fraction) {
    constexpr int kWidth = 24;
    const double within = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
    const auto filled = static_cast<std::size_t>(std::lround(within * kWidth));
    std::string bar(kWidth, '-');
    bar.replace(0, filled, filled, '#');
    return '[' + bar + ']';
}

}  // namespace ncf::cli
