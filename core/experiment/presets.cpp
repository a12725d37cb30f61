#include "experiment/presets.h"

#include <algorithm>

namespace ncf {

namespace {

// The paper's tower over `factors` predictive factors: the concatenated embeddings are eight times
// as wide as the last layer, and each layer halves the width (He et al., 2017, section 4.1).
void paperTower(ModelConfig& model, int factors) {
    model.mlp = true;
    model.mlpUserDim = 4 * factors;
    model.mlpItemDim = 4 * factors;
    model.tower = {4 * factors, 2 * factors, factors};
}

// What validation on MovieLens-1M asks for, beyond the paper: more negatives and larger batches,
// the embeddings held small, and a moving average of the weights, which takes out the noise of the
// last steps. Without the decay the larger models overfit within five epochs.
void trainWell(TrainingConfig& training, double weightDecay) {
    training.negativesPerPositive = 8;
    training.batchSize = 1024;
    training.weightDecay = weightDecay;
    training.averagedEpochs = 1;
    training.epochs = 40;
    training.patience = 4;
}

// The best that validation on MovieLens-1M finds: more factors do not help.
constexpr int kAlsFactors = 192;
void solveWell(ImplicitAlsConfig& als) {
    als.factors = kAlsFactors;
    als.unobservedWeight = 0.3;
    als.regularisation = 0.007;
}

Preset tutorialMlp() {
    Preset preset{"tutorial-mlp",
                  "Tutorial MLP",
                  "Two embeddings of 8, concatenated, two dense layers: the smallest network that "
                  "shows how it works.",
                  {}};
    preset.config.model.gmf = false;
    preset.config.model.mlpUserDim = 8;
    preset.config.model.mlpItemDim = 8;
    preset.config.model.tower = {64, 32};
    return preset;
}

Preset tutorialMlpExplicit() {
    Preset preset = tutorialMlp();
    preset.key = "tutorial-mlp-explicit";
    preset.name = "Tutorial MLP, explicit";
    preset.description = "The same network learning the ratings themselves, by mean squared error.";
    preset.config.training.loss = Loss::MeanSquaredError;
    preset.config.split.kind = SplitKind::Ratio;
    preset.config.training.epochs = 40;
    return preset;
}

Preset gmf() {
    Preset preset{
        "gmf",
        "GMF",
        "Generalised matrix factorisation with 16 factors: the product of two embeddings, "
        "weighed by the output layer.",
        {}};
    preset.config.model.mlp = false;
    preset.config.model.gmfFactors = 16;
    trainWell(preset.config.training, 2e-5);
    preset.config.training.learningRate = 0.002;
    return preset;
}

Preset mlpPaper() {
    Preset preset{"mlp",
                  "MLP (paper)",
                  "The paper's tower of three dense layers over 16 predictive factors.",
                  {}};
    preset.config.model.gmf = false;
    paperTower(preset.config.model, 16);
    trainWell(preset.config.training, 2e-4);
    return preset;
}

Preset neumf(int factors, std::string name, double weightDecay) {
    Preset preset{"neumf-" + std::to_string(factors),
                  std::move(name),
                  "Both branches fused: GMF and the paper's tower, " + std::to_string(factors) +
                      " predictive factors each.",
                  {}};
    preset.config.model.gmfFactors = factors;
    paperTower(preset.config.model, factors);
    trainWell(preset.config.training, weightDecay);
    return preset;
}

// What implicit ALS and an MLP know adds up: the GMF branch is solved for, the MLP branch trained,
// and the network is both of them, weighed, with a last epoch of small steps (He et al., 2017,
// section 3.4.1).
Preset bestAccuracy() {
    Preset preset{"best",
                  "Best accuracy",
                  "NeuMF whose GMF branch starts from implicit ALS and whose MLP branch is trained "
                  "alone first: "
                  "some minutes for a million interactions, trained anew with the validation items "
                  "at the end.",
                  {}};
    auto& config = preset.config;
    config.model.gmfFactors = kAlsFactors;
    config.model.dotProduct = true;
    paperTower(config.model, 32);
    solveWell(config.implicitAls);
    auto& training = config.training;
    trainWell(training, 2e-4);
    training.negativesPerPositive = 4;
    training.pretrainingEpochs = 20;
    training.pretrainingTradeOff = 0.75;
    training.optimiser = Optimiser::Sgd;
    training.learningRate = 0.001;
    training.epochs = 1;
    training.threads = 2;
    config.refit = true;
    return preset;
}

// As Rendle et al. (2020) train it, but on batches.
Preset dotProduct() {
    Preset preset{
        "dot-product",
        "Dot product",
        "Matrix factorisation with biases, by gradient descent on the logistic loss: what "
        "the networks have to beat.",
        {}};
    auto& model = preset.config.model;
    model.mlp = false;
    model.gmfFactors = 192;
    model.dotProduct = true;
    model.biases = true;
    model.embeddingStd = 0.1;
    auto& training = preset.config.training;
    trainWell(training, 3e-5);
    training.optimiser = Optimiser::Sgd;
    training.batchSize = 512;
    training.learningRate = 4;
    training.epochs = 80;
    training.patience = 8;
    training.threads = 2;
    preset.config.refit = true;
    return preset;
}

Preset popularity() {
    Preset preset{"popularity",
                  "Popularity",
                  "The same list for everybody, most interactions first: what every model has to "
                  "beat.",
                  {}};
    preset.config.method = Method::Popularity;
    return preset;
}

Preset itemNeighbours() {
    Preset preset{"item-neighbours",
                  "Item neighbours",
                  "Recommends what is most similar to a user's own items, by the users that two "
                  "items share: no network, and hard to beat.",
                  {}};
    preset.config.method = Method::ItemNeighbours;
    return preset;
}

Preset implicitAls() {
    Preset preset{"ials",
                  "Fast and good (implicit ALS)",
                  "Matrix factorisation solved exactly, users and items in turn: better than a "
                  "network alone, "
                  "within a minute for a million interactions.",
                  {}};
    preset.config.method = Method::ImplicitAls;
    solveWell(preset.config.implicitAls);
    preset.config.refit = true;
    return preset;
}

}  // namespace

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = {tutorialMlp(),
                                            tutorialMlpExplicit(),
                                            gmf(),
                                            mlpPaper(),
                                            neumf(8, "NeuMF (paper, 8 factors)", 1e-4),
                                            neumf(32, "NeuMF (32 factors)", 2e-4),
                                            bestAccuracy(),
                                            dotProduct(),
                                            popularity(),
                                            itemNeighbours(),
                                            implicitAls()};
    return all;
}

const Preset* findPreset(const std::string& key) {
    const auto& all = presets();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Preset& preset) { return preset.key == key; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace ncf
