#include "model/worker_team.h"

#include <ATen/Parallel.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace ncf {

namespace {

// Some 20 µs: longer than the gap between two jobs of a step, shorter than anybody notices.
constexpr int kSpins = 2000;

void relax() {
#if defined(__SSE2__)
    _mm_pause();
#endif
}

// While it lives, the thread computes the way of the team.
class TeamMode {
public:
    TeamMode() {
        at::set_num_threads(1);
#if defined(__SSE2__)
        before_ = _mm_getcsr();
        _mm_setcsr(before_ | _MM_FLUSH_ZERO_ON);
#endif
    }
    ~TeamMode() {
#if defined(__SSE2__)
        _mm_setcsr(before_);
#endif
    }
    TeamMode(const TeamMode&) = delete;
    TeamMode& operator=(const TeamMode&) = delete;

private:
    unsigned before_ = 0;
};

// Returns when the value is no longer `old`.
template <class T>
void awaitChange(const std::atomic<T>& value, T old) {
    for (int spin = 0; spin < kSpins; ++spin) {
        if (value.load(std::memory_order_acquire) != old) {
            return;
        }
        relax();
    }
    value.wait(old, std::memory_order_acquire);
}

}  // namespace

WorkerTeam::WorkerTeam(int size) {
    for (int worker = 1; worker < size; ++worker) {
        threads_.emplace_back([this, worker] { serve(worker); });
    }
}

WorkerTeam::~WorkerTeam() {
    quit_ = true;
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

void WorkerTeam::run(const std::function<void(int)>& job) {
    job_ = &job;
    busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    const TeamMode mode;
    job(0);
    while (const auto busy = busy_.load(std::memory_order_acquire)) {
        awaitChange(busy_, busy);
    }
}

void WorkerTeam::serve(int worker) {
    const TeamMode mode;
    std::uint32_t seen = 0;
    while (true) {
        awaitChange(round_, seen);
        ++seen;
        if (quit_) {
            return;
        }
        (*job_)(worker);
        if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            busy_.notify_one();
        }
    }
}

}  // namespace ncf
