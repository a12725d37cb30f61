#pragma once

#include "base/result.h"
#include "data/split.h"
#include "evaluation/evaluator.h"
#include "model/model_config.h"
#include "training/training_config.h"

#include <cstdint>
#include <string>

namespace ncf {

// Everything that decides a run's numbers besides the data: the same config and seed give the same
// metrics to the last digit on the same machine.
struct ExperimentConfig {
    SplitConfig split;
    ModelConfig model;
    TrainingConfig training;
    EvaluationConfig evaluation;
    int recommendations = 20;  // stored per user after training, 0..1000
    std::uint64_t seed = 42;

    bool operator==(const ExperimentConfig&) const = default;
    Status validate() const;
};

// To JSON (UTF-8, indented) and back without loss. Reading takes what is missing from the defaults;
// an unknown key or a value of the wrong type is an error that names it.
std::string toJson(const ExperimentConfig& config);
Result<ExperimentConfig> experimentFromJson(const std::string& json);

// The arguments after `ncf` that run this config on this project, quoted for a POSIX shell:
// "train 'my project.ncf' --gmf-factors 8 …". Only what differs from the defaults is named.
std::string commandLine(const ExperimentConfig& config, const std::string& projectFile);

}  // namespace ncf
