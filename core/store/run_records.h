#pragma once

#include "evaluation/epoch_record.h"
#include "evaluation/metrics.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

enum class RunStatus {
    Running,     // a living process is training it
    Finished,    // trained to the end or stopped early by validation
    Stopped,     // stopped by a person; its best epoch was kept and evaluated
    Cancelled,   // stopped before there was anything to keep
    Failed,      // ended by an error, see RunRecord::note
    Interrupted  // its process died or suspended it
};

// A word for people and for JSON: "finished".
std::string statusName(RunStatus status);

// The colours that a run can be marked with, by number; 0 is "none".
inline constexpr std::array<std::string_view, 8> kColourNames = {
    "none", "blue", "orange", "green", "magenta", "ochre", "cyan", "violet"};

// What a person says about a run.
struct RunMarks {
    std::string notes;
    int colour = 0;         // index of kColourNames
    bool baseline = false;  // the run that the others are compared with; at most one is

    bool operator==(const RunMarks&) const = default;
};

// One run as the project keeps it.
struct RunRecord {
    std::int64_t id = 0;
    std::string name;
    RunStatus status = RunStatus::Running;
    std::int64_t startedAt = 0;   // seconds since 1970
    std::int64_t finishedAt = 0;  // 0 while running
    std::string model;            // "NeuMF"
    std::string config;           // ExperimentConfig as JSON
    std::string protocol;         // how the metrics below were made, in words
    int cutoff = 10;              // K of HR@K and NDCG@K
    std::uint64_t seed = 0;
    std::uint64_t parameters = 0;
    int epochs = 0;          // finished
    int bestEpoch = 0;       // by validation; 0 before the first
    Metrics validation;      // of the best epoch
    Metrics test;            // of the best epoch, looked at once at the end
    Metrics popularity;      // the popularity baseline on the test items
    double seconds = 0;      // of training and validation, pauses left out
    std::string note;        // why it failed, or why its results mislead
    bool resumable = false;  // Interrupted, with a checkpoint to go on from
    RunMarks marks;
    int dataState = 0;    // the state of the data that it was made on, from 1
    int latestState = 0;  // the one that the data is at now

    // Whether rows have joined the data since.
    bool onEarlierData() const { return dataState < latestState; }
};

// "state 1 of 2"
std::string dataStateText(const RunRecord& run);

}  // namespace ncf
