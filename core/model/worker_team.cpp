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

// While it lives, the thread takes denormal numbers for zero.
class FlushDenormals {
public:
#if defined(__SSE2__)
    FlushDenormals() : before_(_mm_getcsr()) {
        _mm_setcsr(before_ | _MM_FLUSH_ZERO_ON);
    }
    ~FlushDenormals() {
        _mm_setcsr(before_);
    }
#else
    FlushDenormals() = default;
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
    [[maybe_unused]] unsigned before_ = 0;
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

// LibTorch takes its time over a change of its threads, so that it is not done for every job.
WorkerTeam::WorkerTeam(int size) : threadsBefore_(at::get_num_threads()) {
    at::set_num_threads(1);
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
    at::set_num_threads(threadsBefore_);
}

void WorkerTeam::run(const std::function<void(int)>& job) {
    job_ = &job;
    busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    const FlushDenormals mode;
    job(0);
    while (const auto busy = busy_.load(std::memory_order_acquire)) {
        awaitChange(busy_, busy);
    }
}

void WorkerTeam::meet() {
    const auto meeting = meetings_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) < threads_.size()) {
        awaitChange(meetings_, meeting);
        return;
    }
    arrived_.store(0, std::memory_order_relaxed);
    meetings_.fetch_add(1, std::memory_order_release);
    meetings_.notify_all();
}

void WorkerTeam::serve(int worker) {
    at::set_num_threads(1);
    const FlushDenormals mode;
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
