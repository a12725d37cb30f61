#include "session/event_loop_watch.h"

#include <cstdio>

namespace ncf {

namespace {
constexpr int kIntervalMilliseconds = 5;
}

bool EventLoopWatch::wanted() {
#ifdef NDEBUG
    return qEnvironmentVariableIsSet("NCF_WATCH_EVENT_LOOP");
#else
    return true;
#endif
}

EventLoopWatch::EventLoopWatch(QObject* parent) : QObject(parent) {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(kIntervalMilliseconds);
    connect(&timer_, &QTimer::timeout, this, [this] {
        const qint64 late = sinceLast_.nsecsElapsed() - kIntervalMilliseconds * 1'000'000LL;
        sinceLast_.start();
        if (late > longestNanoseconds_) {
            longestNanoseconds_ = late;
            longestAtMilliseconds_ = total_.elapsed();
        }
    });
    total_.start();
    sinceLast_.start();
    timer_.start();
}

EventLoopWatch::~EventLoopWatch() {
    std::fprintf(stderr, "event loop: longest stall %.1f ms (at %.1f s) in %.1f s\n",
                 longestMilliseconds(), static_cast<double>(longestAtMilliseconds_) / 1e3,
                 static_cast<double>(total_.elapsed()) / 1e3);
}

}  // namespace ncf
