#pragma once

#include "base/progress.h"
#include "data/split.h"
#include "evaluation/scorer.h"
#include "experiment/experiment_config.h"
#include "store/project.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

class FoldIn;
class NcfModel;

// A project's data in memory, shared by the runs that are looked at. Immutable.
struct ProjectData {
    Dataset dataset;
    ItemCatalogue catalogue;                // as many as the dataset has items, or empty
    std::vector<std::uint32_t> popularity;  // interactions by item, in the whole dataset
    int state = 1;                          // the state of the data that this is
    int latestState = 1;                    // the one that the project's data is at

    const ItemInfo& infoOf(ItemIndex item) const;
    // An item as an entry of a list.
    RecommendationRow entry(ItemIndex item, int rank, float score) const;
};

using ProjectDataPtr = std::shared_ptr<const ProjectData>;

// The data as it is now. Errors: the project has no data, cannot be read, or `stop`.
Result<ProjectDataPtr> loadProjectData(const Project& project,
                                       const ProgressCallback& progress = {},
                                       std::stop_token stop = {});
// The data at a state, RunRecord::dataState of the run that it is for.
Result<ProjectDataPtr> loadProjectData(const Project& project, int state,
                                       const ProgressCallback& progress = {},
                                       std::stop_token stop = {});

// A stored run brought back to life, for questions that its stored lists do not answer: its data,
// its split, its model with the weights of the best epoch; a baseline is worked out again. Changes
// nothing in the project. Belongs to one thread.
class LoadedRun {
public:
    // `data` is that of the run's state. Errors: no such run, data of another state, a network
    // without weights, a run that did not end, damage.
    static Result<LoadedRun> load(const Project& project, std::int64_t runId, ProjectDataPtr data);

    LoadedRun(LoadedRun&&) noexcept;
    LoadedRun& operator=(LoadedRun&&) noexcept;
    ~LoadedRun();

    const RunRecord& record() const;
    const ExperimentConfig& config() const;
    const ProjectData& data() const;
    // As the run saw the data.
    const Split& split() const;
    // Errors for a user or an item that is not in the run's data: one that came with rows which
    // were added after the run was made.
    Status expectUser(UserIndex user) const;
    Status expectItem(ItemIndex item) const;

    // Gives what ranks, logits; readable() makes of one what people read.
    Scorer& scorer();
    // A probability 0..1, or a rating of explicit feedback. Scores that only rank stay what they
    // are: logits after a loss that compares items, interactions for popularity, a sum of
    // similarities for item neighbours, the dot product for implicit ALS.
    float readable(float score) const;
    // The network in evaluation mode, on the CPU, or what holds the vectors of implicit ALS;
    // nullptr for a baseline.
    const NcfModel* model() const;
    // Places people in the network by their picks; made when first asked for, which takes a moment.
    // Only for a run with a network. Throws what LibTorch throws.
    FoldIn& foldIn();

private:
    class Impl;
    explicit LoadedRun(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace ncf
