#include "base/parallel.h"

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

namespace ncf {

void inRanges(std::size_t count, std::size_t least,
              const std::function<void(std::size_t from, std::size_t to)>& work) {
    const std::size_t threads = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t each = std::max({(count + threads - 1) / threads, least, std::size_t(1)});
    std::vector<std::future<void>> others;
    for (std::size_t from = each; from < count; from += each) {
        others.push_back(std::async(std::launch::async, work, from, std::min(count, from + each)));
    }
    work(0, std::min(count, each));
    for (auto& other : others) {
        other.get();
    }
}

}  // namespace ncf
