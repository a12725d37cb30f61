#pragma once

#include "interrupts.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace ncf::cli {

// Shows on stderr how long work goes on, and passes Ctrl-C on to it. A thread of its own calls
// `tick` some ten times a second while the work runs elsewhere, and `interrupted` once after the
// first Ctrl-C. On a terminal there is a status line that is redrawn in place; otherwise only whole
// lines are written, so that logs stay readable.
class TerminalProgress {
public:
    using Tick = std::function<void(TerminalProgress&)>;

    TerminalProgress(Tick tick, Tick interrupted);
    // Ticks once more and removes the status line.
    ~TerminalProgress();
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;

    // For `tick` and `interrupted`. The status is cut to the terminal's width.
    void status(const std::string& text);
    void line(const std::string& text);

private:
    void run(const std::stop_token& stop);
    void clearStatus();

    Tick tick_;
    Tick interrupted_;
    const bool interactive_;
    bool statusShown_ = false;
    bool toldOfInterrupt_ = false;
    InterruptGuard guard_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it uses all the others
};

// "[#######-------------]" of `fraction` 0..1.
std::string progressBar(double fraction);

}  // namespace ncf::cli
