#pragma once

#include "data/split.h"
#include "model/ncf_model.h"
#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"
#include "support/results.h"
#include "support/small_data.h"
#include "training/trainer.h"

#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace ncf::test {

inline constexpr int kUsers = 60;
inline constexpr int kItems = 40;

inline ModelConfig smallShape(Activation activation = Activation::Relu) {
    ModelConfig shape;
    shape.gmfFactors = 4;
    shape.mlpUserDim = 5;
    shape.mlpItemDim = 6;
    shape.tower = {8, 4};
    shape.activation = activation;
    return shape;
}

inline Split campsSplit(bool ratings = false) {
    SplitConfig config;
    config.negatives = 10;
    return std::move(*makeSplit(twoCamps(kUsers, kItems), config, ratings, 1));
}

inline NcfModel trainedOn(const Split& split, const ModelConfig& shape, Loss loss) {
    NcfModel model(shape, kUsers, kItems, 1);
    TrainingConfig training;
    training.loss = loss;
    training.learningRate = 0.01;
    training.batchSize = 64;
    training.epochs = 12;
    training.patience = 0;
    std::optional<RatingScale> scale;
    if (training.explicitFeedback()) {
        scale = RatingScale{1, 5};
    }
    Trainer trainer(model, split, training, {}, scale, 1);
    RunControl control;
    TrainingObserver observer;
    observer.onStep = [](const StepReport&) {};
    observer.onEpoch = [](const EpochRecord&, bool) { return Status(); };
    [&] { REQUIRE_OK(trainer.run(control, observer)); }();
    model->eval();
    return model;
}

inline FoldInSettings ratingSettings() {
    FoldInSettings settings;
    settings.explicitFeedback = true;
    settings.ratingLow = 1;
    settings.ratingHigh = 5;
    return settings;
}

inline std::vector<Pick> likes(std::initializer_list<ItemIndex> items) {
    std::vector<Pick> picks;
    for (const ItemIndex item : items) {
        picks.push_back({item, 1});
    }
    return picks;
}

// The trained embedding of a user.
inline PersonEmbedding trained(const NcfModel& model, UserIndex user) {
    PersonEmbedding person;
    for (const auto& table : personTables(model)) {
        const auto row = table[user].contiguous();
        person.insert(person.end(), row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
    }
    return person;
}

}  // namespace ncf::test
