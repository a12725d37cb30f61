#include "store/run_records.h"

namespace ncf {

std::string statusName(RunStatus status) {
    switch (status) {
        case RunStatus::Running:
            return "running";
        case RunStatus::Finished:
            return "finished";
        case RunStatus::Stopped:
            return "stopped";
        case RunStatus::Cancelled:
            return "cancelled";
        case RunStatus::Failed:
            return "failed";
        case RunStatus::Interrupted:
            return "interrupted";
    }
    return "unknown";
}

std::string dataStateText(const RunRecord& run) {
    return "state " + std::to_string(run.dataState) + " of " + std::to_string(run.latestState);
}

}  // namespace ncf
