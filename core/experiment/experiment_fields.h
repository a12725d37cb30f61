#pragma once

#include "experiment/experiment_config.h"

#include <array>
#include <string_view>
#include <utility>

namespace ncf {

// The one table of an experiment's settings: what JSON, the command line and the forms call them.
struct FieldInfo {
    std::string_view section;  // JSON object: "training"
    std::string_view key;      // JSON key in it: "learningRate"
    std::string_view option;   // of `ncf train`: "--learning-rate"
    std::string_view help;     // one sentence with unit and usual range
};

// The names of an enumeration's values, in the order of the values.
template <class Enum>
struct EnumNames;
template <>
struct EnumNames<Method> {
    static constexpr std::array<std::string_view, 4> values = {"neural", "popularity",
                                                               "item-neighbours", "ials"};
};
template <>
struct EnumNames<SplitKind> {
    static constexpr std::array<std::string_view, 3> values = {"leave-one-out", "ratio",
                                                               "supplied"};
};
template <>
struct EnumNames<Candidates> {
    static constexpr std::array<std::string_view, 2> values = {"sampled", "full"};
};
template <>
struct EnumNames<Activation> {
    static constexpr std::array<std::string_view, 4> values = {"relu", "leaky-relu", "tanh",
                                                               "sigmoid"};
};
template <>
struct EnumNames<Loss> {
    static constexpr std::array<std::string_view, 4> values = {"bce", "mse", "bpr", "softmax"};
};
template <>
struct EnumNames<Optimiser> {
    static constexpr std::array<std::string_view, 3> values = {"lazy-adam", "adam", "sgd"};
};
template <>
struct EnumNames<Precision> {
    static constexpr std::array<std::string_view, 2> values = {"float32", "bfloat16"};
};
template <>
struct EnumNames<Schedule> {
    static constexpr std::array<std::string_view, 3> values = {"constant", "step", "cosine"};
};
template <>
struct EnumNames<Selection> {
    static constexpr std::array<std::string_view, 3> values = {"ndcg", "hit-rate", "loss"};
};

// Of a bool.
inline constexpr std::array<std::string_view, 2> kSwitchNames = {"no", "yes"};

template <class Enum>
constexpr std::string_view enumName(Enum value) {
    return EnumNames<Enum>::values[static_cast<std::size_t>(value)];
}

// Calls visit(const FieldInfo&, field) for every setting. `Config` is ExperimentConfig, const or
// not. The types that occur: bool, int, double, std::uint64_t, std::string, std::vector<int> and
// the enumerations above.
template <class Config, class Visit>
void forEachField(Config& c, Visit&& visit) {
    visit(FieldInfo{"", "method", "--method",
                    "What scores the items: neural trains the network; for implicit feedback "
                    "popularity and item-neighbours are baselines without one, and ials is matrix "
                    "factorisation by alternating least squares."},
          c.method);
    visit(
        FieldInfo{
            "split", "kind", "--split",
            "How interactions are held out: leave-one-out takes each user's last for the test "
            "and the one before for validation; ratio draws at random; supplied uses the test "
            "set that came with the data."},
        c.split.kind);
    visit(
        FieldInfo{"split", "testShare", "--test-share",
                  "Ratio split: share of the interactions that is the test set; usual 0.1 to 0.3."},
        c.split.testShare);
    visit(
        FieldInfo{"split", "validationShare", "--validation-share",
                  "Ratio split: share of the interactions that is the validation set; usual 0.1."},
        c.split.validationShare);
    visit(FieldInfo{"split", "negatives", "--evaluation-negatives",
                    "Items drawn per held-out item that it is ranked against; usual 99."},
          c.split.negatives);
    visit(FieldInfo{"split", "positiveFrom", "--positive-from",
                    "Implicit feedback: interactions rated below this are left out; 0 keeps all."},
          c.split.positiveFrom);
    visit(FieldInfo{"model", "gmf", "", "Whether the GMF branch is on."}, c.model.gmf);
    visit(
        FieldInfo{
            "model", "gmfFactors", "--gmf-factors",
            "Width of the GMF branch's embeddings; usual 8 to 64. 0 switches the branch off."},
        c.model.gmfFactors);
    visit(
        FieldInfo{"model", "dotProduct", "--dot-product",
                  "Whether the GMF branch is a plain dot product: its weights in the output layer "
                  "stay 1."},
        c.model.dotProduct);
    visit(FieldInfo{"model", "biases", "--biases",
                    "Whether the GMF branch also learns a number for each user and each item."},
          c.model.biases);
    visit(FieldInfo{"model", "mlp", "", "Whether the MLP branch is on."}, c.model.mlp);
    visit(FieldInfo{"model", "mlpUserDim", "--mlp-user-dim",
                    "Width of the MLP branch's user embedding; usual 8 to 128. 0 for both switches "
                    "the branch off."},
          c.model.mlpUserDim);
    visit(FieldInfo{"model", "mlpItemDim", "--mlp-item-dim",
                    "Width of the MLP branch's item embedding; usual 8 to 128."},
          c.model.mlpItemDim);
    visit(FieldInfo{"model", "tower", "--tower",
                    "Widths of the dense layers, from the embeddings up; usual are three or four, "
                    "each half as wide as the one below."},
          c.model.tower);
    visit(FieldInfo{"model", "activation", "--activation",
                    "What follows each dense layer; ReLU is usual."},
          c.model.activation);
    visit(FieldInfo{"model", "dropout", "--dropout",
                    "Share of each dense layer's outputs dropped while training; usual 0 to 0.3."},
          c.model.dropout);
    visit(FieldInfo{"model", "embeddingStd", "--embedding-std",
                    "Standard deviation of the initial embeddings; usual 0.01 to 0.1."},
          c.model.embeddingStd);
    visit(FieldInfo{"training", "loss", "--loss",
                    "bce (binary cross-entropy) learns who interacts with what; mse (mean squared "
                    "error) learns the ratings themselves; bpr and softmax learn to put an "
                    "interaction before its negatives, in pairs or all at once."},
          c.training.loss);
    visit(
        FieldInfo{"training", "optimiser", "--optimiser",
                  "adam is usual; lazy-adam lets the embeddings outside the batch rest, which is a "
                  "little faster and learns more slowly; sgd is plain gradient descent."},
        c.training.optimiser);
    visit(FieldInfo{"training", "learningRate", "--learning-rate",
                    "Size of a step; usual 0.0005 to 0.005 with Adam, 0.01 to 1 with SGD."},
          c.training.learningRate);
    visit(FieldInfo{"training", "schedule", "--schedule",
                    "How the learning rate falls over the epochs: constant; step halves it after "
                    "each quarter of them; cosine takes it smoothly to 0."},
          c.training.schedule);
    visit(FieldInfo{"training", "rateChanges", "--rate-changes",
                    "Learning rates from some point on, as EPOCHS=RATE,…, in the order of time; "
                    "setting the rate of a paused run writes them here."},
          c.training.rateChanges);
    visit(FieldInfo{"training", "momentum", "--momentum",
                    "SGD only: share of the last move that goes on; usual 0 or 0.9."},
          c.training.momentum);
    visit(FieldInfo{"training", "weightDecay", "--weight-decay",
                    "L2 penalty on the embeddings, against overfitting; usual 0 to 0.0002."},
          c.training.weightDecay);
    visit(
        FieldInfo{"training", "decayExponent", "--decay-exponent",
                  "How the weight decay of a user or item grows with its samples: 1 in proportion, "
                  "0 not at all; usual 0.5 to 1."},
        c.training.decayExponent);
    visit(FieldInfo{"training", "averagedEpochs", "--averaged-epochs",
                    "Evaluates and keeps a moving average of the weights over about so many "
                    "epochs; usual 1 to 4, 0 keeps them as they are."},
          c.training.averagedEpochs);
    visit(FieldInfo{"training", "batchSize", "--batch-size",
                    "Samples per step, positives and negatives together; usual 256 to 4096."},
          c.training.batchSize);
    visit(FieldInfo{"training", "epochs", "--epochs",
                    "Passes over the training data at most; usual 10 to 50."},
          c.training.epochs);
    visit(FieldInfo{"training", "negativesPerPositive", "--negatives",
                    "Implicit feedback: items drawn per interaction that the user did not interact "
                    "with; usual 4."},
          c.training.negativesPerPositive);
    visit(FieldInfo{"training", "negativePopularity", "--negative-popularity",
                    "How much popular items are preferred as negatives: 0 not at all, 1 in "
                    "proportion to their interactions; usual 0 to 0.75."},
          c.training.negativePopularity);
    visit(
        FieldInfo{"training", "labelSmoothing", "--label-smoothing",
                  "Binary cross-entropy: how far the labels 1 and 0 are moved towards each other; "
                  "usual 0 to 0.1."},
        c.training.labelSmoothing);
    visit(FieldInfo{"training", "pretrainingEpochs", "--pretraining-epochs",
                    "NeuMF: first trains each branch by itself for at most so many epochs, a dot "
                    "product without biases by implicit ALS; 0 starts from random weights."},
          c.training.pretrainingEpochs);
    visit(FieldInfo{"training", "pretrainingTradeOff", "--pretraining-trade-off",
                    "NeuMF after pre-training: the GMF branch's part of the output layer, 0 to 1; "
                    "usual 0.5."},
          c.training.pretrainingTradeOff);
    visit(FieldInfo{"training", "patience", "--patience",
                    "Stops after so many epochs without a better validation result; usual 3 to 10, "
                    "0 never stops early."},
          c.training.patience);
    visit(FieldInfo{"training", "selection", "--selection",
                    "The validation number that chooses the best epoch of implicit feedback; for "
                    "ratings it is the RMSE."},
          c.training.selection);
    visit(
        FieldInfo{"training", "precision", "--precision",
                  "How exactly the dense layers multiply while training: float32; bfloat16 rounds "
                  "to 8 significant bits and is faster, where the processor has it."},
        c.training.precision);
    visit(FieldInfo{"training", "threads", "--threads",
                    "Threads for the computation; the last digits of the results depend on it."},
          c.training.threads);
    visit(FieldInfo{"training", "checkpointMinutes", "--checkpoint-minutes",
                    "Saves the run this often within an epoch, too, so that it can go on after a "
                    "crash; usual 1, 0 saves it after each epoch alone."},
          c.training.checkpointMinutes);
    visit(FieldInfo{"training", "device", "--device", "Where the model lives: cpu, cuda, cuda:1."},
          c.training.device);
    visit(FieldInfo{"itemNeighbours", "neighbours", "--neighbours",
                    "Item neighbours: so many of the most similar items count for an item; usual "
                    "20 to 200, 0 counts all."},
          c.itemNeighbours.neighbours);
    visit(FieldInfo{"itemNeighbours", "shrinkage", "--shrinkage",
                    "Item neighbours: added to the cosine's denominator, so that items with few "
                    "users in common are less similar; usual 0 to 100."},
          c.itemNeighbours.shrinkage);
    visit(FieldInfo{"implicitAls", "factors", "--als-factors",
                    "Implicit ALS: numbers that stand for a user or an item; usual 64 to 256."},
          c.implicitAls.factors);
    visit(FieldInfo{"implicitAls", "unobservedWeight", "--als-unobserved",
                    "Implicit ALS: what a pair without an interaction weighs beside one with an "
                    "interaction; usual 0.01 to 1."},
          c.implicitAls.unobservedWeight);
    visit(FieldInfo{"implicitAls", "regularisation", "--als-regularisation",
                    "Implicit ALS: L2 penalty against overfitting; usual 0.001 to 0.1."},
          c.implicitAls.regularisation);
    visit(FieldInfo{"implicitAls", "frequencyExponent", "--als-exponent",
                    "Implicit ALS: how the penalty grows with a user's or item's interactions: 0 "
                    "not at all, 1 in proportion; usual 1."},
          c.implicitAls.frequencyExponent);
    visit(FieldInfo{"implicitAls", "iterations", "--als-iterations",
                    "Implicit ALS: passes over all users and items at most; the best one is kept; "
                    "usual 8 to 16."},
          c.implicitAls.iterations);
    visit(FieldInfo{"evaluation", "cutoff", "--cutoff",
                    "K of HR@K and NDCG@K: how many places of the ranking count; usual 10."},
          c.evaluation.cutoff);
    visit(FieldInfo{"evaluation", "candidates", "--candidates",
                    "What a held-out item is ranked against: the sampled negatives, or the full "
                    "catalogue."},
          c.evaluation.candidates);
    visit(FieldInfo{"", "refit", "--refit",
                    "Whether to train anew on training and validation items together, for as many "
                    "epochs as validation found best, and to test and keep that."},
          c.refit);
    visit(FieldInfo{"", "recommendations", "--recommendations",
                    "Items stored for each user after training; 0 stores none."},
          c.recommendations);
    visit(FieldInfo{"", "seed", "--seed",
                    "Start of all random numbers: the same seed gives the same run."},
          c.seed);
    visit(FieldInfo{"", "warmStart", "--warm-start",
                    "A run to start from instead of random weights: what it learnt about its users "
                    "and items, for the same model on this data or an earlier state of it; 0 "
                    "starts from none."},
          c.warmStart);
}

}  // namespace ncf
