#include "run_choice.h"

#include "base/text.h"

#include <optional>

namespace ncf::cli {

namespace {

// nullopt without a validation result.
std::optional<double> quality(const RunRecord& run) {
    return run.bestEpoch == 0 ? std::nullopt : ncf::quality(run.validation);
}

// Numbers of different protocols do not compare, nor do NDCG and RMSE.
bool comparable(const RunRecord& a, const RunRecord& b) {
    return a.protocol == b.protocol && a.cutoff == b.cutoff &&
           a.validation.ndcg.has_value() == b.validation.ndcg.has_value();
}

const RunRecord* bestOf(const std::vector<RunRecord>& newestFirst) {
    const RunRecord* best = nullptr;
    for (const RunRecord& run : newestFirst) {
        if (quality(run) &&
            (best == nullptr || (comparable(run, *best) && *quality(run) > *quality(*best)))) {
            best = &run;
        }
    }
    return best;
}

}  // namespace

Result<RunRecord> chooseRun(const Project& project, const std::string& choice) {
    if (const auto id = parseInteger(choice)) {
        auto run = project.run(*id);
        if (!run && run.error().kind == ErrorKind::NotFound) {
            return Error{ErrorKind::NotFound, run.error().what, "`ncf runs` lists what there is."};
        }
        return run;
    }
    if (choice != "last" && choice != "best") {
        return Error{ErrorKind::BadInput, "“" + choice + "” is not a run.",
                     "Give its number, “last” or “best”."};
    }
    auto runs = project.runs();
    if (!runs) {
        return runs.error();
    }
    const RunRecord* chosen = choice == "best" ? bestOf(*runs)
                              : runs->empty()  ? nullptr
                                               : &runs->front();
    if (chosen == nullptr) {
        return Error{ErrorKind::NotFound,
                     "“" + project.file().string() + "” has no run" +
                         (runs->empty() ? " yet." : " with a result yet."),
                     "Train one with `ncf train`."};
    }
    return *chosen;
}

}  // namespace ncf::cli
