#pragma once

#include "base/result.h"
#include "experiment/experiment_config.h"

#include <optional>
#include <string>
#include <vector>

namespace ncf {

// The numbers from low to high. A grid takes `steps` of them at even distances, or even ratios,
// both ends included; random draws take any. Whole numbers stay whole; others are rounded to four
// significant digits, so that they can be read and typed.
struct ValueRange {
    double low = 0;
    double high = 0;
    bool logarithmic = false;  // needs low > 0
    int steps = 4;             // 2..100

    bool operator==(const ValueRange&) const = default;
};

// One setting that varies, and what it takes: the values of a list, or a range.
struct SweepAxis {
    std::string setting;              // an option of `ncf train` without its dashes
    std::vector<std::string> values;  // as the command line writes them; empty where there is
    std::optional<ValueRange> range;  // a range

    bool operator==(const SweepAxis&) const = default;
    Status validate() const;
};

// Successive halving (Jamieson and Talwalkar, 2016; a bracket of Hyperband, Li et al., 2018): every
// trial trains for `firstEpochs`, the best 1/eta of them by validation go on to eta times as many,
// and so on until one is left or the base's number of epochs is reached. A trial that goes on is
// trained again from the start, so that its schedule and result are those of a run of that length.
struct Halving {
    int eta = 3;          // 2..10
    int firstEpochs = 2;  // 1 to below the base's epochs

    bool operator==(const Halving&) const = default;
};

enum class SweepOrder {
    Grid,   // every combination of the axes' values, the last axis changing fastest
    Random  // combinations drawn from the base's seed (Bergstra and Bengio, 2012)
};

// Which configurations are tried: everything that decides a sweep besides the data.
struct SweepPlan {
    std::string name;       // may be empty, see sweepName()
    ExperimentConfig base;  // what does not vary
    std::vector<SweepAxis> axes;
    SweepOrder order = SweepOrder::Grid;
    // Random: so many are drawn. Grid: at most so many; of a larger grid a part is drawn from the
    // seed. 1..1000.
    int trials = 100;
    std::optional<Halving> halving;

    bool operator==(const SweepPlan&) const = default;
    Status validate() const;
};

// One configuration of a sweep.
struct Trial {
    int index = 0;  // its place in trials(), from 0
    ExperimentConfig config;
    std::vector<std::string> values;  // of the axes, in their order
    std::string problem;              // why it cannot run; empty if it can
};

// The plan's trials; the same plan gives the same ones. A combination that makes no sense (a grid
// easily holds some) stays in the list with its problem and is not run: the others still tell
// something. A plan of which none can run is refused.
Result<std::vector<Trial>> trials(const SweepPlan& plan);

// A step of successive halving; a sweep without it has one rung.
struct Rung {
    int trials = 0;
    int epochs = 0;  // at most

    bool operator==(const Rung&) const = default;
};
std::vector<Rung> rungs(const SweepPlan& plan, int trials);

// What a trial is trained with in a rung: with halving the rung's epochs, and recommendations are
// stored in the last rung only.
ExperimentConfig rungConfig(const SweepPlan& plan, const Trial& trial, int rung, int rungs);

// Epochs of all trials in all rungs, if none of them stops early.
std::int64_t plannedEpochs(const SweepPlan& plan, const std::vector<Trial>& trials);

// Whether a sweep can vary the setting: not what changes the held-out part or how it is measured,
// since results of different measures do not compare, and not the run that its trials start from.
bool canVary(const std::string& setting);

// An axis as a person writes it: a list "0.001, 0.002", for lists of widths "64,32 / 32,16", or a
// range "LOW..HIGH" with ":log" and ":STEPS" where they are wanted, "8..64:log:4". The axis that is
// read is valid.
Result<SweepAxis> parseAxis(const std::string& setting, const std::string& text);
std::string axisText(const SweepAxis& axis);

// The plan's name, or one made of what varies.
std::string sweepName(const SweepPlan& plan);
// "sweep name · 3: learning-rate 0.002", with halving also the rung's epochs.
std::string trialName(const SweepPlan& plan, const Trial& trial, const ExperimentConfig& config);

// To JSON (UTF-8, indented) and back without loss; reading names what is wrong.
std::string toJson(const SweepPlan& plan);
Result<SweepPlan> sweepFromJson(const std::string& json);

// The arguments after `ncf` that make this sweep, quoted for a POSIX shell.
std::string commandLine(const SweepPlan& plan, const std::string& projectFile);

}  // namespace ncf
