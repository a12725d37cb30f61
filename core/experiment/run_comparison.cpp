#include "experiment/run_comparison.h"

#include "base/text.h"
#include "store/project.h"

#include <cmath>

namespace ncf {

namespace {

Error different(const std::string& what, const std::string& remedy) {
    return {ErrorKind::BadInput, "These runs cannot be compared item by item: " + what + ".",
            remedy};
}

std::string signedText(double value, int decimals) {
    const std::string text = fixed(std::abs(value), decimals);
    // Not for what is rounded to nothing.
    return value < 0 && text.find_first_not_of("0.") != std::string::npos ? "−" + text : text;
}

std::string probabilityText(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + fixed(p, p < 0.1 ? 3 : 2);
}

Result<TestOutcome> outcomeOf(const Project& project, const RunRecord& run) {
    auto outcome = project.outcome(run.id);
    if (!outcome && outcome.error().kind == ErrorKind::NotFound) {
        return Error{ErrorKind::NotFound,
                     "“" + run.name + "” (run " + std::to_string(run.id) +
                         ") has no results per user: it did not end, or an older version made it.",
                     "Evaluate it again (`ncf evaluate`) to add them."};
    }
    return outcome;
}

}  // namespace

std::string ComparedMetric::sentence(const std::string& name) const {
    const bool hits = metric.starts_with("HR");
    const bool errors = metric == "RMSE";
    const bool more = test.difference >= 0;
    // Points of a percentage for hits, the metric's own units for the others.
    const double scale = (hits ? 100 : 1) * (more ? 1 : -1);
    const int decimals = hits ? 1 : 4;
    const std::string size = signedText(scale * test.difference, decimals);
    std::string text = "“" + name + "” ";
    if (hits) {
        text += "hits " + size + " points " + (more ? "more" : "less");
    } else {
        text += "has " + metric + " " + size + (more ? " higher" : " lower") +
                (errors ? (more ? " (worse)" : " (better)") : "");
    }
    const double low = scale * (more ? test.low : test.high);
    const double high = scale * (more ? test.high : test.low);
    return text + " (95 %: " + signedText(low, decimals) + " to " + signedText(high, decimals) +
           ", " + probabilityText(test.p) +
           "): " + (test.real() ? "a real difference." : "within noise.");
}

Status sameTest(const ExperimentConfig& a, const ExperimentConfig& b) {
    const bool ranks = !a.training.explicitFeedback();
    if (ranks == b.training.explicitFeedback()) {
        return different("one ranks items, the other predicts ratings",
                         "Choose runs with the same loss.");
    }
    if (a.split.kind != b.split.kind ||
        (a.split.kind == SplitKind::Ratio && a.split.testShare != b.split.testShare) ||
        (ranks && a.split.positiveFrom != b.split.positiveFrom)) {
        return different("their test sets were split off differently",
                         "Train one of them again with the other's split.");
    }
    const std::string seeds =
        "their seeds differ (" + std::to_string(a.seed) + " and " + std::to_string(b.seed) + ")";
    const std::string sameSeed = "Train one of them again with the other's seed.";
    if (a.split.kind == SplitKind::Ratio && a.seed != b.seed) {
        return different(seeds + ", and so do their test sets", sameSeed);
    }
    if (!ranks) {
        return {};
    }
    if (a.evaluation.candidates != b.evaluation.candidates) {
        return different("one ranked against sampled negatives, the other against the catalogue",
                         "Choose runs with the same candidates.");
    }
    if (a.evaluation.cutoff != b.evaluation.cutoff) {
        return different("their cutoffs K differ", "Choose runs with the same cutoff.");
    }
    const bool drawn =
        a.evaluation.candidates == Candidates::Sampled && a.split.kind != SplitKind::Supplied;
    if (drawn && a.split.negatives != b.split.negatives) {
        return different("they ranked against different numbers of negatives",
                         "Choose runs with the same number of evaluation negatives.");
    }
    if (drawn && a.seed != b.seed) {
        return different(seeds + ", and so do the negatives that they ranked against",
                         sameSeed + " Ranking against the full catalogue needs no seed.");
    }
    return {};
}

Result<std::vector<ComparedMetric>> compareRuns(const Project& project, const RunRecord& a,
                                                const RunRecord& b) {
    if (a.dataState != b.dataState) {
        return different("they were made on different states of the data (" +
                             std::to_string(a.dataState) + " and " + std::to_string(b.dataState) +
                             "), and so their test sets differ",
                         "Train the older one again on all of the data.");
    }
    const auto configA = experimentFromJson(a.config);
    const auto configB = experimentFromJson(b.config);
    if (!configA || !configB) {
        return configA ? configB.error() : configA.error();
    }
    if (const auto same = sameTest(*configA, *configB); !same) {
        return same.error();
    }
    const auto outcomeA = outcomeOf(project, a);
    const auto outcomeB = outcomeOf(project, b);
    if (!outcomeA || !outcomeB) {
        return outcomeA ? outcomeB.error() : outcomeA.error();
    }
    if (outcomeA->users != outcomeB->users || outcomeA->ranks.empty() != outcomeB->ranks.empty()) {
        return different("their test items are not the same", "Train one of them again.");
    }
    if (outcomeA->ranks.empty()) {
        return std::vector<ComparedMetric>{{"RMSE", compareRmse(*outcomeA, *outcomeB)}};
    }
    const int cutoff = configA->evaluation.cutoff;
    const std::string k = "@" + std::to_string(cutoff);
    return std::vector<ComparedMetric>{{"HR" + k, compareHitRates(*outcomeA, *outcomeB, cutoff)},
                                       {"NDCG" + k, compareNdcg(*outcomeA, *outcomeB, cutoff)}};
}

}  // namespace ncf
