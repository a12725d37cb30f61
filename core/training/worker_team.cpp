#include "training/worker_team.h"

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

void computeSingleThreaded() {
    at::set_num_threads(1);
#if defined(__SSE2__)
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
#endif
}

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
    job(0);
    while (const auto busy = busy_.load(std::memory_order_acquire)) {
        awaitChange(busy_, busy);
    }
}

void WorkerTeam::serve(int worker) {
    computeSingleThreaded();
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
