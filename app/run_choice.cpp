#include "run_choice.h"

#include "base/text.h"
#include "experiment/item_search.h"

#include <algorithm>
#include <optional>

namespace ncf::cli {

namespace {

// nullopt without a validation result.
std::optional<double> quality(const RunRecord& run) {
    return run.bestEpoch == 0 ? std::nullopt : ncf::quality(run.validation);
}

// Numbers of different protocols or states of the data do not compare, nor do NDCG and RMSE.
bool comparable(const RunRecord& a, const RunRecord& b) {
    return a.dataState == b.dataState && a.protocol == b.protocol && a.cutoff == b.cutoff &&
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

Error noUser(const std::string& id) {
    return {ErrorKind::NotFound, "The project has no user “" + id + "”.",
            "Ids are written as in the ratings file."};
}

// For a user or an item that a run may not know since it came with a later state of the data.
Error notOnEarlierData(const ProjectData& data, const std::string& what) {
    return {ErrorKind::NotFound,
            "The run was made on an earlier state of the data (state " +
                std::to_string(data.state) + " of " + std::to_string(data.latestState) +
                "), which has no " + what + ".",
            "If it came later, train a new run: it learns from all of the data."};
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

Result<LoadedRun> loadRun(const std::string& projectFile, const std::string& choice) {
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto run = chooseRun(*project, choice);
    if (!run) {
        return run.error();
    }
    auto data = loadProjectData(*project, run->dataState);
    if (!data) {
        return data.error();
    }
    return LoadedRun::load(*project, run->id, std::move(*data));
}

Result<UserIndex> chooseUser(const Project& project, const std::string& id) {
    const auto user = project.findUser(id);
    if (!user) {
        return user.error();
    }
    return *user ? Result<UserIndex>(**user) : noUser(id);
}

Result<UserIndex> chooseUser(const ProjectData& data, const std::string& id) {
    const UserIndex user = data.dataset.users().find(id);
    if (user == IdMap::kNone) {
        return data.state < data.latestState ? notOnEarlierData(data, "user “" + id + "”")
                                             : noUser(id);
    }
    return user;
}

Result<ItemIndex> chooseItem(const ProjectData& data, const std::string& idOrTitle) {
    const ItemIndex item = data.dataset.items().find(idOrTitle);
    if (item != IdMap::kNone) {
        return item;
    }
    constexpr int kNamed = 5;  // of the items that it could mean
    const auto found = findItems(data, idOrTitle, kNamed + 1);
    const auto exact = std::ranges::find_if(
        found, [&](ItemIndex each) { return data.infoOf(each).title == idOrTitle; });
    if (exact != found.end()) {
        return *exact;
    }
    if (found.size() == 1) {
        return found.front();
    }
    if (found.empty() && data.state < data.latestState) {
        return notOnEarlierData(data, "item “" + idOrTitle + "”");
    }
    if (found.empty()) {
        return Error{ErrorKind::NotFound, "The project has no item “" + idOrTitle + "”.",
                     "Give its id as in the ratings file, or words of its title."};
    }
    std::string names;
    for (std::size_t at = 0; at < std::min<std::size_t>(found.size(), kNamed); ++at) {
        names += (at == 0 ? "“" : ", “") + data.infoOf(found[at]).title + "” (" +
                 data.dataset.items().id(found[at]) + ")";
    }
    return Error{ErrorKind::NotFound,
                 "“" + idOrTitle + "” could be several items: " + names +
                     (found.size() > kNamed ? " and more." : "."),
                 "Give the id in brackets."};
}

}  // namespace ncf::cli
