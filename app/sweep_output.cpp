#include "sweep_output.h"

#include "base/text.h"
#include "experiment/run_json.h"
#include "output.h"
#include "record_output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

const Trial& trialOf(const SweepOutcome& outcome, const TrialStatus& status) {
    return outcome.trials[static_cast<std::size_t>(status.trial)];
}

std::vector<TrialStatus> bestFirst(std::vector<TrialStatus> trials) {
    std::sort(trials.begin(), trials.end(), [](const TrialStatus& a, const TrialStatus& b) {
        const auto qualityOfA = quality(a.validation);
        const auto qualityOfB = quality(b.validation);
        return qualityOfA != qualityOfB ? qualityOfA > qualityOfB : a.trial < b.trial;
    });
    return trials;
}

std::string optionalFigure(const std::optional<double>& value) {
    return value ? fixed(*value, 4) : "–";
}

void printTable(const SweepOutcome& outcome) {
    const bool ratings = outcome.plan.base.training.explicitFeedback();
    const std::string k = "@" + std::to_string(outcome.plan.base.evaluation.cutoff);
    Table table;
    table.column("Trial", Table::Align::Right);
    for (const auto& axis : outcome.plan.axes) {
        table.column(axis.setting, Table::Align::Right);
    }
    table.column(ratings ? "Validation RMSE" : "Validation NDCG" + k, Table::Align::Right);
    table.column(ratings ? "MAE" : "HR" + k, Table::Align::Right);
    table.column("Best epoch", Table::Align::Right);
    table.column("Run", Table::Align::Right);
    table.column("State");
    for (const auto& status : bestFirst(outcome.snapshot.trials)) {
        const auto& v = status.validation;
        std::vector<std::string> cells = {std::to_string(status.trial + 1)};
        const auto& values = trialOf(outcome, status).values;
        cells.insert(cells.end(), values.begin(), values.end());
        cells.push_back(optionalFigure(ratings ? v.rmse : v.ndcg));
        cells.push_back(optionalFigure(ratings ? v.mae : v.hitRate));
        cells.push_back(status.runId == 0 ? "–"
                                          : std::to_string(status.bestEpoch) + "/" +
                                                std::to_string(status.epochs));
        cells.push_back(status.runId == 0 ? "–" : std::to_string(status.runId));
        cells.push_back(stateName(status.state) + (status.note.empty() ? "" : ": " + status.note));
        table.row(std::move(cells));
    }
    table.print();
}

Json valuesJson(const SweepOutcome& outcome, const TrialStatus& status) {
    Json values = Json::object();
    for (std::size_t i = 0; i < outcome.plan.axes.size(); ++i) {
        values[outcome.plan.axes[i].setting] = trialOf(outcome, status).values[i];
    }
    return values;
}

}  // namespace

void printOutcome(const SweepOutcome& outcome) {
    printTable(outcome);
    const TrialStatus* const best = bestTrial(outcome.snapshot.trials);
    if (best == nullptr || !outcome.best) {
        return;
    }
    std::cout << "\nThe best by validation is trial " << best->trial + 1 << ", run "
              << outcome.best->id << " (" << printable(outcome.best->name) << ").\n";
    printResults(*outcome.best);
    std::cout << "  command             " << printable(outcome.command) << "\n";
}

void printOutcomeJson(const SweepOutcome& outcome) {
    Json json = {{"sweep", outcome.snapshot.sweepId},
                 {"name", sweepName(outcome.plan)},
                 {"stopped", outcome.snapshot.stopped},
                 {"plan", Json::parse(toJson(outcome.plan))},
                 {"trials", Json::array()},
                 {"best", nullptr}};
    for (const auto& status : bestFirst(outcome.snapshot.trials)) {
        json["trials"].push_back({{"trial", status.trial + 1},
                                  {"values", valuesJson(outcome, status)},
                                  {"state", stateName(status.state)},
                                  {"rung", status.rung + 1},
                                  {"run", status.runId == 0 ? Json(nullptr) : Json(status.runId)},
                                  {"epochs", status.epochs},
                                  {"bestEpoch", status.bestEpoch},
                                  {"validation", toJson(status.validation)},
                                  {"seconds", status.secondsSpent},
                                  {"note", status.note}});
    }
    if (const auto* const best = bestTrial(outcome.snapshot.trials); best && outcome.best) {
        json["best"] = {{"trial", best->trial + 1},
                        {"command", outcome.command},
                        {"run", toJson(*outcome.best)}};
    }
    printJson(json);
}

std::string trialLine(const SweepPlan& plan, const Trial& trial, const TrialStatus& status) {
    std::string line = "trial " + std::to_string(trial.index + 1) + " (";
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        line += (i == 0 ? "" : ", ") + plan.axes[i].setting + " " + trial.values[i];
    }
    line += "): ";
    const bool cutOff = status.state == TrialState::Cancelled ||
                        status.state == TrialState::Failed || status.state == TrialState::Invalid;
    if (cutOff || !quality(status.validation)) {
        return line + stateName(status.state) + (status.note.empty() ? "" : ". " + status.note);
    }
    return line + "validation " + metricsText(status.validation, plan.base.evaluation.cutoff) +
           (trial.config.isTrained() ? " in epoch " + std::to_string(status.bestEpoch) + " of " +
                                           std::to_string(status.epochs)
                                     : "") +
           ", run " + std::to_string(status.runId);
}

}  // namespace ncf::cli
