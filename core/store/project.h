#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/dataset.h"
#include "data/item_catalogue.h"
#include "evaluation/test_outcome.h"
#include "recommendation/top_n.h"
#include "store/run_records.h"
#include "store/sweep_records.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

// The data after the import (number 1) or after rows joined it (2, 3 …): where they came from, and
// how much there was then. Users and items keep their indices from state to state; new ones follow.
struct DataState {
    int number = 1;
    std::string source;        // the file's name, without its folder
    std::int64_t addedAt = 0;  // seconds since 1970
    std::uint64_t users = 0;
    std::uint64_t items = 0;
    std::uint64_t interactions = 0;
    std::string report;  // what reading the file brought to light, as JSON, for display
};

// Where a project's data came from and what is in it: small, read when the project opens.
struct DatasetInfo {
    std::string source;           // the imported file's name, without its folder
    std::int64_t importedAt = 0;  // seconds since 1970
    std::uint64_t users = 0;
    std::uint64_t items = 0;
    std::uint64_t interactions = 0;
    bool hasRatings = false;
    bool hasTimestamps = false;
    bool hasSuppliedTest = false;
    bool hasTitles = false;
    std::string report;             // the import report as JSON, for display
    std::vector<DataState> states;  // by number; the data is at the last of them

    int state() const { return static_cast<int>(states.size()); }
};

struct UserRow {
    UserIndex user = 0;
    std::string id;
    std::uint32_t interactions = 0;
};

struct HistoryRow {
    ItemIndex item = 0;
    std::string itemId;
    ItemInfo info;
    float rating = 1;            // or kUnrated
    std::int64_t timestamp = 0;  // or kNoTime
};

struct RecommendationRow {
    int rank = 0;  // from 1
    ItemIndex item = 0;
    std::string itemId;
    ItemInfo info;
    float score = 0;  // a probability 0..1, a rating of explicit feedback, or what only ranks
    std::uint32_t popularity = 0;  // the item's interactions in the whole data of the run's state
};

// What compacting a project did to its file, the log beside it included.
struct Compaction {
    std::uint64_t bytesBefore = 0;
    std::uint64_t bytesAfter = 0;
};

// One NCF Studio project: a SQLite file (.ncf) with a dataset, its titles, and every run with its
// configuration, metrics, weights and recommendations, and the sweeps they belong to.
//
// A Project is one connection and belongs to one thread; open the file once per thread. Writers
// are transactions: they happen wholly or not at all, and what they committed survives a crash.
// Readers finish their statements before they return, so that they never hold up a writer.
// The file may come from anywhere: everything read from it is checked, nothing in it is run.
class Project {
public:
    // The highest schema version this program knows; PRAGMA user_version of its files.
    static constexpr int kSchemaVersion = 3;
    // So many of ItemCatalogue::propertyNames are stored, the first ones: a bound on what a file
    // from anywhere can make the program hold for each item.
    static constexpr std::size_t kMostProperties = 100;
    // PRAGMA application_id: "NCFs".
    static constexpr std::int32_t kApplicationId = 0x4e434673;

    // Errors: the file exists (create), is missing, is not a project, was made by a newer program,
    // cannot be read or written. Opening migrates older versions.
    static Result<Project> create(const std::filesystem::path& file);
    static Result<Project> open(const std::filesystem::path& file);

    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;
    ~Project();

    const std::filesystem::path& file() const;

    // Deletes the removed runs for good, then writes the file anew without the room that deleted
    // data left. Readers may go on; nobody may write. Takes about the file's size twice meanwhile.
    // Errors: no room, another program writes or reads the file, `stop`; nothing is lost by them.
    Result<Compaction> compact(std::stop_token stop = {});

    // Dataset -----------------------------------------------------------------------------------

    // Stores the dataset and its titles in one transaction; replaces what was there together with
    // all runs. `info.users` … and `info.states` are filled in from the dataset. Progress is in
    // users.
    Status saveDataset(const Dataset& dataset, const ItemCatalogue& catalogue,
                       const DatasetInfo& info, const ProgressCallback& progress = {},
                       std::stop_token stop = {});
    // Stores what the data is after rows joined it, in one transaction: `dataset` begins with the
    // users and items of the data as it is now, at the state before `added.number`. A `catalogue`
    // is for all of its items; without one the titles stay and new items have none. Runs stay, and
    // the data that they were made on can be loaded as before. `added.users` … are filled in.
    // Progress is in users. Errors: a run is being trained, the data is at another state by now.
    Status appendDataset(const Dataset& dataset, const std::optional<ItemCatalogue>& catalogue,
                         const DataState& added, const ProgressCallback& progress = {},
                         std::stop_token stop = {});
    // An error while a run of this project is being trained by any process.
    Status expectNoTraining() const;
    // nullopt while the project has no data.
    Result<std::optional<DatasetInfo>> datasetInfo() const;
    Result<Dataset> loadDataset(const ProgressCallback& progress = {},
                                std::stop_token stop = {}) const;
    // The data as it was at that state, to the byte. NotFound unless there is such a state and a
    // run was made on it, or it is the current one.
    Result<Dataset> loadDataset(int state, const ProgressCallback& progress = {},
                                std::stop_token stop = {}) const;
    // Of the items as they are now.
    Result<ItemCatalogue> loadCatalogue() const;
    // By item: its interactions in the whole dataset. Empty while the project has no data.
    Result<std::vector<std::uint32_t>> itemPopularity() const;
    // The same at that state. Errors as in loadDataset().
    Result<std::vector<std::uint32_t>> itemPopularity(int state) const;

    // Up to `limit` users whose id starts with `prefix`, in the order of their ids' bytes, after
    // `afterId` (empty: from the start). Keyset paging: every page costs the same.
    Result<std::vector<UserRow>> users(const std::string& prefix, const std::string& afterId,
                                       int limit) const;
    // The index of the user with exactly this id.
    Result<std::optional<UserIndex>> findUser(const std::string& id) const;
    // The user's interactions, latest first.
    Result<std::vector<HistoryRow>> history(UserIndex user) const;

    // Runs --------------------------------------------------------------------------------------

    // Stores a new run as Running, owned by this process; returns its id. Ids are never reused. An
    // error unless the data is at `run.dataState`; 0 stands for the current state.
    Result<std::int64_t> beginRun(const RunRecord& run);
    // Stores a finished epoch, the run's checkpoint after it and, when it is the best so far, its
    // weights in one transaction.
    Status addEpoch(std::int64_t runId, const EpochRecord& epoch,
                    const std::optional<std::string>& bestWeights,
                    const std::string& checkpoint = {});
    // Stores status, results and finishedAt of the run with `run.id`, and in the same transaction
    // how it did on each test interaction, unless that is empty. Deletes its checkpoint unless it
    // is Interrupted.
    Status finishRun(const RunRecord& run, const TestOutcome& outcome = {});
    // Replaces the weights of the run's best epoch by others.
    Status saveWeights(std::int64_t runId, const std::string& weights);
    // Replaces the run's checkpoint.
    Status saveCheckpoint(std::int64_t runId, const std::string& checkpoint);
    // NotFound if there is none.
    Result<std::string> checkpoint(std::int64_t runId) const;
    // Makes this process the owner of an Interrupted run, which is Running then. An error if it is
    // not Interrupted, or not any more.
    Status adoptRun(std::int64_t runId);
    // Replaces the run's configuration: its learning rate was changed on the way.
    Status setRunConfig(std::int64_t runId, const std::string& config);
    // Deletes the run at once, with everything: a person discarded it while it was trained.
    Status discardRun(std::int64_t runId);
    // All runs but the removed ones, newest first. A Running one whose process is gone reads as
    // Interrupted.
    Result<std::vector<RunRecord>> runs() const;
    Result<RunRecord> run(std::int64_t runId) const;
    Result<std::vector<EpochRecord>> epochs(std::int64_t runId) const;
    // The weights of the best epoch, as written by the trainer. NotFound if there are none.
    Result<std::string> weights(std::int64_t runId) const;
    // How the best epoch did on each test interaction. NotFound for runs that did not get so far
    // and for those of older versions of the program.
    Result<TestOutcome> outcome(std::int64_t runId) const;
    // Replaces it.
    Status saveOutcome(std::int64_t runId, const TestOutcome& outcome);

    // What a person does with runs ----------------------------------------------------------------

    Status renameRun(std::int64_t runId, const std::string& name);
    Status setNotes(std::int64_t runId, const std::string& notes);
    // An index of kColourNames.
    Status setColour(std::int64_t runId, int colour);
    // The one run the others are compared with; nullopt for none.
    Status setBaseline(std::optional<std::int64_t> runId);
    // Takes a run out of runs() and run(). It stays in the file, whole, until it is restored or
    // purged. A run that is being trained is refused.
    Status removeRun(std::int64_t runId);
    Status restoreRun(std::int64_t runId);
    // Deletes what was removed at least so many seconds ago, with its epochs, weights, outcome and
    // recommendations.
    Status purgeRemovedRuns(std::int64_t secondsAgo = 0);

    // Sweeps ------------------------------------------------------------------------------------

    // Stores a new sweep; returns its id. Ids are never reused.
    Result<std::int64_t> beginSweep(const SweepRecord& sweep);
    // Stores that this run, which is in the project, was made for the sweep.
    Status addSweepRun(std::int64_t sweepId, const SweepRunRecord& run);
    Status finishSweep(std::int64_t sweepId, std::int64_t finishedAt);
    // Newest first.
    Result<std::vector<SweepRecord>> sweeps() const;
    Result<SweepRecord> sweep(std::int64_t sweepId) const;
    // By rung and trial.
    Result<std::vector<SweepRunRecord>> sweepRuns(std::int64_t sweepId) const;

    // Recommendations ---------------------------------------------------------------------------

    // Takes one block of lists after another; hand this to produce()'s worker.
    using RecommendationSink = std::function<Status(std::span<const UserTopN>)>;
    // Replaces the run's recommendations by what `produce` writes into the sink, in one
    // transaction; rolled back if it returns an error.
    Status saveRecommendations(std::int64_t runId,
                               const std::function<Status(const RecommendationSink&)>& produce);
    Result<std::vector<RecommendationRow>> recommendations(std::int64_t runId,
                                                           UserIndex user) const;
    // Calls `row` for every stored recommendation of the run, by user id order of index and rank;
    // for exports. Stops with the callback's error.
    Status forEachRecommendation(
        std::int64_t runId,
        const std::function<Status(const UserRow&, const RecommendationRow&)>& row) const;

private:
    class Impl;
    explicit Project(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace ncf
