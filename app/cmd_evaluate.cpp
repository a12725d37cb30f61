#include "commands.h"
#include "experiment/evaluate_run.h"
#include "experiment/run_json.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace ncf::cli {

namespace {

struct EvaluateArguments {
    std::string project;
    std::string run = "last";
    std::optional<int> cutoff;
    std::string candidates;  // empty: the run's own
    std::string on = "test";
    bool json = false;
};

int runEvaluate(const EvaluateArguments& arguments) {
    auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto run = chooseRun(*project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto config = experimentFromJson(run->config);
    if (!config) {
        return fail(config.error());
    }
    EvaluationConfig evaluation = config->evaluation;
    evaluation.cutoff = arguments.cutoff.value_or(evaluation.cutoff);
    if (!arguments.candidates.empty()) {
        evaluation.candidates =
            arguments.candidates == "full" ? Candidates::FullCatalogue : Candidates::Sampled;
    }
    if (auto valid = evaluation.validate(); !valid) {
        return fail(valid.error());
    }
    const auto metrics =
        evaluateRun(arguments.project, run->id, evaluation,
                    arguments.on == "test" ? HeldOutPart::Test : HeldOutPart::Validation);
    if (!metrics) {
        return fail(metrics.error());
    }
    const std::string protocol =
        protocolName(config->split.kind, config->split.negatives, evaluation.candidates,
                     config->training.explicitFeedback());
    if (arguments.json) {
        printJson({{"run", run->id},
                   {"epoch", run->bestEpoch},
                   {"protocol", protocol},
                   {"cutoff", evaluation.cutoff},
                   {arguments.on, toJson(*metrics)}});
    } else {
        std::cout << "Run " << run->id << " (" << printable(run->name) << ")"
                  << (trained(*run) ? ", epoch " + std::to_string(run->bestEpoch) : "")
                  << ", on the " << arguments.on << " items:\n"
                  << "  " << metricsText(*metrics, evaluation.cutoff) << "\n"
                  << "  measured by " << protocol << "\n";
    }
    return kDone;
}

}  // namespace

void addEvaluateCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("evaluate", "Measure a run's best epoch on its held-out items again");
    const auto arguments = std::make_shared<EvaluateArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command
        ->add_option("--candidates", arguments->candidates,
                     "What a test item is ranked against: the sampled negatives or the full "
                     "catalogue; without it, as the run did")
        ->check(CLI::IsMember({"sampled", "full"}));
    command
        ->add_option("--on", arguments->on,
                     "Which held-out items: those of the test or those that "
                     "chose the epoch")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str();
    command->add_option("--cutoff", arguments->cutoff,
                        "K of HR@K and NDCG@K; without it, the run's own");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nExamples:\n"
        "  ncf evaluate films.ncf\n"
        "  ncf evaluate films.ncf best --candidates full --cutoff 20");
    command->callback([arguments, &exitCode] { exitCode = runEvaluate(*arguments); });
}

}  // namespace ncf::cli
