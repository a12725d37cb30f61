#pragma once

#include "base/result.h"

#include <string>

namespace ncf {

enum class Loss {
    BinaryCrossEntropy,  // implicit feedback: did the user interact?
    MeanSquaredError,    // explicit feedback: which rating did the user give?
    // Implicit feedback by comparison, of a positive with its negatives: −log σ(positive −
    // negative), the mean over them (Rendle et al., 2009, equation 5) …
    BayesianPersonalisedRanking,
    // … or the cross-entropy of a softmax over them all. Where negatives are drawn by popularity,
    // each one's logit is lowered by the logarithm of how much more likely that makes it (Bengio
    // and Senécal, 2008, section III).
    SampledSoftmax
};

enum class Optimiser {
    // Adam that moves only the embedding rows of the batch, with the bias correction of the global
    // step; the moments of the other rows rest. With Adam itself a row goes on moving by its old
    // momentum after its last sample, and its moments fade; here they do not, so that rare rows
    // learn more slowly. CPU only.
    LazyAdam,
    Adam,  // Kingma and Ba (2015), over every parameter in every step
    Sgd
};

// Of the factors of the dense layers' products, forward and backward. Everything else, sums and
// weights among it, is float32.
enum class Precision {
    Float32,
    BFloat16  // rounded to 8 significant bits; where hasBFloat16() and the fused step does it
};

// How the learning rate changes over the epochs of a run.
enum class Schedule {
    Constant,
    Step,   // halved after each quarter of the epochs
    Cosine  // falls to 0 along half a cosine (Loshchilov and Hutter, 2017, equation 5)
};

// Which validation number chooses the best epoch. For explicit feedback it is always the RMSE.
enum class Selection { Ndcg, HitRate, Loss };

struct TrainingConfig {
    Loss loss = Loss::BinaryCrossEntropy;
    Optimiser optimiser = Optimiser::Adam;
    double learningRate = 0.001;             // > 0; Adam is usual at 0.0005..0.005, SGD at 0.01..1
    Schedule schedule = Schedule::Constant;  // over `epochs`, also where patience ends sooner
    // As rateChangesFromText() reads it: rates set while the run was paused, with the time of each.
    std::string rateChanges;
    double momentum = 0;  // SGD only, 0..<1
    // L2 penalty on the embeddings, ≥ 0; usual 0..2e-4. Each batch has it on its own rows alone, so
    // that a row feels it as often as it has samples.
    double weightDecay = 0;
    // How the penalty of a row grows with the samples n that an epoch has of it: each time it is
    // weightDecay · (n / the mean of n)^(exponent − 1), so that over an epoch it grows like
    // n^exponent. 1 is the plain decay, 0 the same for frequent and rare rows; 0..1.
    double decayExponent = 1;
    // Evaluates and keeps a moving average of the weights over about so many epochs, 0..1000;
    // 0 keeps the weights as they are. Usual 1 to 4.
    double averagedEpochs = 0;
    int batchSize = 256;           // samples (positives and negatives) per step, 1..2^24
    int epochs = 20;               // at most; 1..100000
    int negativesPerPositive = 4;  // implicit feedback only; 0..1000
    // Negatives are drawn in proportion to an item's interactions to this power: 0 draws all items
    // alike, 1 by popularity; 0..1.
    double negativePopularity = 0;
    // BCE only: positives learn 1 − ε/2 and negatives ε/2 instead of 1 and 0; 0..<1.
    double labelSmoothing = 0;
    // NeuMF only: first trains each branch by itself for at most so many epochs (a dot product by
    // implicit ALS) and starts from both (He et al., 2017, section 3.4.1); 0 from random weights.
    int pretrainingEpochs = 0;  // 0..100000
    // α: the GMF branch's part of the fused output layer, the MLP branch has 1 − α (equation 13).
    double pretrainingTradeOff = 0.5;  // 0..1
    int patience = 5;  // epochs without a better validation result before stopping; 0 = never
    Selection selection = Selection::Ndcg;
    Precision precision = Precision::Float32;
    int threads = 1;  // 1..256; the last digits of the results depend on it
    // Saves the run this often within an epoch, too, so that it can go on after a crash; 0 saves it
    // after each epoch alone. The results do not depend on it.
    double checkpointMinutes = 1;  // 0..10080
    std::string device = "cpu";    // any torch::Device: "cpu", "cuda", "cuda:1"

    bool explicitFeedback() const { return loss == Loss::MeanSquaredError; }
    bool operator==(const TrainingConfig&) const = default;
    // The learning rate when so many of the epochs, 0..epochs, are done.
    double learningRateAt(double epochsDone) const;
    Status validate() const;
};

}  // namespace ncf
