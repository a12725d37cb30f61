#include "experiment/run_monitor.h"

namespace ncf {

RunSnapshot RunMonitor::snapshot() const {
    const std::lock_guard lock(mutex_);
    RunSnapshot copy = snapshot_;
    copy.lossPoints = loss_.size();
    return copy;
}

std::vector<LossPoint> RunMonitor::lossSince(std::size_t index) const {
    const std::lock_guard lock(mutex_);
    if (index >= loss_.size()) {
        return {};
    }
    return {loss_.begin() + static_cast<std::ptrdiff_t>(index), loss_.end()};
}

void RunMonitor::addLoss(LossPoint point) {
    const std::lock_guard lock(mutex_);
    loss_.push_back(point);
}

}  // namespace ncf
