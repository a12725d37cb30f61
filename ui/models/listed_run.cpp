#include "models/listed_run.h"

#include "experiment/settings.h"
#include "store/project.h"

namespace ncf {

Result<std::vector<ListedRun>> listRuns(const Project& project) {
    auto records = project.runs();
    if (!records) {
        return records.error();
    }
    std::vector<ListedRun> runs;
    for (auto& record : *records) {
        const auto config = experimentFromJson(record.config);
        auto settings = config ? settingValues(*config) : std::vector<std::string>();
        runs.push_back({std::move(record), std::move(settings)});
    }
    return runs;
}

}  // namespace ncf
