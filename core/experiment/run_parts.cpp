#include "experiment/run_parts.h"

#include "training/comparison_loss.h"
#include "training/implicit_als.h"

#include <torch/torch.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace ncf {

std::optional<RatingScale> ratingScale(const Dataset& dataset, const ExperimentConfig& config) {
    if (!config.training.explicitFeedback()) {
        return std::nullopt;
    }
    const auto [low, high] = dataset.ratingRange();
    return RatingScale{low, high};
}

bool scoresOnlyRank(const ExperimentConfig& config) {
    return config.hasNetwork() && comparesItems(config.training.loss);
}

float readableScore(const ExperimentConfig& config, const std::optional<RatingScale>& scale,
                    float score) {
    if (!config.hasNetwork() || scoresOnlyRank(config)) {
        return score;
    }
    return scale ? scale->rating(score) : probability(score);
}

bool isRefit(const ExperimentConfig& config, const RunRecord& record) {
    return config.refit && record.status == RunStatus::Finished;
}

int threadsOf(const ExperimentConfig& config) {
    return config.hasNetwork()
               ? config.training.threads
               : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

Result<NcfModel> makeModel(const ExperimentConfig& config, const Dataset& dataset) {
    const auto users = static_cast<std::int64_t>(dataset.userCount());
    const auto items = static_cast<std::int64_t>(dataset.itemCount());
    if (config.method == Method::ImplicitAls) {
        return factorModel(config.implicitAls, users, items, config.seed);
    }
    try {
        NcfModel model(config.model, users, items, config.seed);
        model->to(torch::Device(config.training.device));
        return model;
    } catch (const std::exception&) {
        return Error{ErrorKind::BadInput,
                     "The model cannot be made on the device “" + config.training.device + "”.",
                     "Use “cpu”, or a smaller model if memory ran out."};
    }
}

Evaluation evaluateHeldOut(Scorer& scorer, std::span<const HeldOut> heldOut, const Split& split,
                           const ExperimentConfig& config) {
    Evaluation evaluation;
    for (const auto& held : heldOut) {
        evaluation.outcome.users.push_back(held.user);
    }
    // Without a way to stop them they always give a result.
    if (config.training.explicitFeedback()) {
        auto rated = evaluateRatings(scorer, heldOut);
        evaluation.metrics = rated->metrics;
        evaluation.outcome.squaredErrors = std::move(rated->squaredErrors);
    } else {
        auto ranked = evaluateRanking(scorer, heldOut, split.train, split.items, config.evaluation);
        evaluation.metrics = ranked->metrics;
        evaluation.outcome.ranks = std::move(ranked->ranks);
    }
    return evaluation;
}

Error fromLibTorch(const std::exception& exception) {
    // The first line says what; the rest is a backtrace.
    const std::string text = exception.what();
    return {ErrorKind::Internal, "The computation failed: " + text.substr(0, text.find('\n')),
            "Try a smaller model or batch; if it happens again, report it with this message."};
}

}  // namespace ncf
