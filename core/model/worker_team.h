#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace ncf {

// A few threads that do one thing together, again and again, some thousand times a second: the
// caller is worker 0, the others wait in between, at first spinning, since the next job mostly
// comes within microseconds. While the team lives LibTorch computes single-threaded in each of
// them, and in a job denormal numbers count as zero.
class WorkerTeam {
public:
    // `size` ≥ 1 counts the caller.
    explicit WorkerTeam(int size);
    ~WorkerTeam();
    WorkerTeam(const WorkerTeam&) = delete;
    WorkerTeam& operator=(const WorkerTeam&) = delete;

    int size() const { return static_cast<int>(threads_.size()) + 1; }

    // Runs job(0) … job(size − 1) side by side and returns when all are done. The job must not
    // throw. Always called from the thread that made the team.
    void run(const std::function<void(int)>& job);

    // In a job: waits until every worker has come this far, which costs less than another job. All
    // of them meet equally often.
    void meet();

private:
    void serve(int worker);

    const std::function<void(int)>* job_ = nullptr;
    std::atomic<std::uint32_t> round_ = 0;  // counts the jobs; changes when one starts
    std::atomic<std::uint32_t> busy_ = 0;   // workers that have not finished the current job
    std::atomic<std::uint32_t> meetings_ = 0;
    std::atomic<std::uint32_t> arrived_ = 0;  // workers at the current meeting
    std::atomic<bool> quit_ = false;
    std::vector<std::thread> threads_;
    const int threadsBefore_;  // LibTorch's, of the caller
};

}  // namespace ncf
