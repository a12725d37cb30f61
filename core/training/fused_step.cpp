#include "model/gmf_columns.h"
#include "model/kernels.h"
#include "model/weights_file.h"
#include "model/worker_team.h"
#include "training/comparison_loss.h"
#include "training/fused_kernels.h"
#include "training/fused_slice.h"
#include "training/training_step.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

class FusedStep : public TrainingStep {
public:
    FusedStep(NcfModel model, const TrainingConfig& config, RatingScale scale, std::uint64_t seed,
              WorkerTeam& team, StepTables tables)
        : parameters_(model, config.loss),
          tables_(std::move(tables)),
          user_(parameters_.user, tables_.userDecay, mostSamples(config), firstWidth(model), 0,
                productsOf(config)),
          item_(parameters_.item, tables_.itemDecay, mostSamples(config), firstWidth(model),
                model->config().mlpUserDim, productsOf(config)),
          gmf_(model->config().gmf),
          mlp_(model->config().mlp),
          learntGmfWeights_(learntGmfWeights(model->config())),
          config_(config),
          activation_(model->config().activation),
          team_(team),
          learningRate_(config.learningRate) {
        if (config.optimiser == Optimiser::Adam) {
            drift_.emplace();
        }
        for (int worker = 0; worker < team.size(); ++worker) {
            slices_.emplace_back(parameters_, user_, item_, model->config(), config, scale, tables_,
                                 mostSliceSamples(), seed + static_cast<std::uint64_t>(worker),
                                 productsOf(config));
        }
    }

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        ++step_;
        denseMove_ = adamMove(learningRate_, 0, step_);
        rowMove_ = adamMove(learningRate_, config_.weightDecay, step_);
        labels_ = labels;
        user_.find(users);
        item_.find(items);
        team_.run(work_);
        if (drift_) {
            drift_->add(denseMove_);
        }
        double loss = 0;
        for (const auto& slice : slices_) {
            loss += slice.lossSum();
        }
        return loss / static_cast<double>(lossCount(config_.loss, labels));
    }

    void setLearningRate(double rate) override { learningRate_ = rate; }

    std::vector<LayerHealth> layerHealth() const override {
        std::vector<LayerHealth> all(parameters_.dense.size() / 2 - 1);  // the last is the output
        for (std::size_t layer = 0; layer < all.size(); ++layer) {
            double squares = 0;
            for (const std::size_t at : {2 * layer, 2 * layer + 1}) {
                // The step left the sum over the slices in the first one.
                const float* gradient = slices_[0].denseGradient(at).data;
                squares += dot(gradient, gradient, parameters_.dense[at].value.size());
            }
            all[layer].gradientNorm = std::sqrt(squares);
            if (activation_ == Activation::Relu) {
                std::vector<char> alive(parameters_.dense[2 * layer + 1].value.size());
                for (const auto& slice : slices_) {
                    slice.markAlive(layer, alive);
                }
                all[layer].deadShare =
                    static_cast<double>(std::count(alive.begin(), alive.end(), 0)) /
                    static_cast<double>(alive.size());
            }
        }
        return all;
    }

    void settle() override {
        if (drift_) {
            settleRows(parameters_.user, *drift_, step_);
            settleRows(parameters_.item, *drift_, step_);
            drift_->settle();
        }
    }

    NamedTensors state() const override {
        NamedTensors state = movedTensors();
        state["step"] = torch::tensor({step_}, torch::kInt64);
        for (std::size_t worker = 0; worker < slices_.size(); ++worker) {
            const auto& random = slices_[worker].random().state();
            std::vector<std::int64_t> words(random.begin(), random.end());
            state["dropout_" + std::to_string(worker)] = torch::tensor(words, torch::kInt64);
        }
        if (drift_) {
            state["drift"] = drift_->steps();
        }
        return state;
    }

    Status setState(const NamedTensors& from) override {
        auto own = state();
        own.erase("drift");  // of another length
        if (auto status = copyInto(own, from); !status) {
            return status;
        }
        step_ = own.at("step").item<std::int64_t>();
        for (std::size_t worker = 0; worker < slices_.size(); ++worker) {
            const auto words = own.at("dropout_" + std::to_string(worker));
            Random::State random;
            std::copy_n(words.data_ptr<std::int64_t>(), random.size(), random.begin());
            slices_[worker].random().setState(random);
        }
        const auto drift = from.find("drift");
        const bool drifts =
            !drift_ || (drift != from.end() && drift_->setSteps(drift->second, step_));
        return drifts && movesLieWithin(parameters_.user) && movesLieWithin(parameters_.item)
                   ? Status()
                   : Error{ErrorKind::BadInput, "The stored optimiser contradicts itself.",
                           "Train the model again."};
    }

private:
    // The moments, and when each row was last moved.
    NamedTensors movedTensors() const {
        NamedTensors state;
        parameters_.forEach([&](const std::string& name, const AdamParameter& parameter) {
            state["mean_" + name] = parameter.meanTensor();
            state["square_" + name] = parameter.squareTensor();
        });
        state["moved_user"] = parameters_.user.movedTensor();
        state["moved_item"] = parameters_.item.movedTensor();
        return state;
    }

    // Whether each row was last moved in a step that there was and that the drift reaches back to.
    bool movesLieWithin(const SideTables& tables) const {
        const std::int64_t first = drift_ ? drift_->settledAt() : 0;
        return step_ >= 0 && std::all_of(tables.movedAt.begin(), tables.movedAt.end(),
                                         [&](auto at) { return at >= first && at <= step_; });
    }

    static Multiply productsOf(const TrainingConfig& config) {
        return config.precision == Precision::BFloat16 ? &multiplyInBFloat16 : &multiply;
    }

    static std::int64_t firstWidth(const NcfModel& model) {
        return model->config().mlp ? model->config().tower.front() : 0;
    }

    // The output layer's weight among the dense parameters; its bias follows.
    std::size_t output() const { return parameters_.dense.size() - 2; }

    Part partOf(std::size_t count, std::size_t worker) const {
        return Part::of(count, worker, slices_.size());
    }

    // A worker's samples: a part of the batch that cuts through no group of samples.
    Part samplesOf(std::size_t worker) const {
        Part part = partOf(labels_.size(), worker);
        if (comparesItems(config_.loss)) {
            part = {nextGroup(labels_, part.from), nextGroup(labels_, part.to)};
        }
        return part;
    }

    std::int64_t mostSliceSamples() const {
        const std::int64_t most = mostSamples(config_);
        const std::int64_t equal = (most + team_.size() - 1) / team_.size();
        return comparesItems(config_.loss) ? std::min(most, equal + config_.negativesPerPositive)
                                           : equal;
    }

    // A worker's part of the step. It reads what the others wrote before a meeting only. Sums over
    // the slices are taken in the slices' order, so the result does not depend on scheduling.
    void work(std::size_t worker) {
        prepareRows(user_, worker);
        prepareRows(item_, worker);
        team_.meet();
        slices_[worker].run(samplesOf(worker), labels_);
        team_.meet();
        gatherGradients(user_, item_, worker);
        gatherGradients(item_, user_, worker);
        findSharedGradients(worker);
        moveRows(user_, worker);
        moveRows(item_, worker);
        for (std::size_t at = 2; at < output(); ++at) {
            moveDense(at, worker);
        }
        team_.meet();  // nobody needs the weights of the first and of the output layer any more
        for (std::size_t at = 0; at < parameters_.dense.size(); ++at) {
            if (at < 2 || at >= output()) {
                moveDense(at, worker);
            }
        }
    }

    void prepareRows(BatchSide& side, std::size_t worker) {
        const Part part = partOf(side.size(), worker);
        side.gather(part, drift_ ? &*drift_ : nullptr, step_);
        if (mlp_) {
            side.forward(part, parameters_.weight(0));
        }
    }

    // From the samples to the rows.
    void gatherGradients(BatchSide& side, const BatchSide& other, std::size_t worker) {
        const Part part = partOf(side.size(), worker);
        side.clearGradients(part);
        for (const auto& slice : slices_) {
            if (gmf_) {
                side.addGmfGradients(part, slice.samples(), slice.logitGradients(), other);
            }
            if (mlp_) {
                side.addHalfGradients(part, slice.samples(), slice.firstLayerGradient());
            }
        }
    }

    // Of what every sample has in common: a sum over the rows of one side does.
    void findSharedGradients(std::size_t worker) {
        const Part users = partOf(user_.size(), worker);
        if (learntGmfWeights_.count > 0) {
            user_.addGmfWeightGradient(users, learntGmfWeights_,
                                       slices_[worker].denseGradient(output()).data);
        }
        if (mlp_) {
            user_.sumHalfGradients(users, slices_[worker].denseGradient(1).data);
        }
    }

    void moveRows(BatchSide& side, std::size_t worker) {
        const Part part = partOf(side.size(), worker);
        if (learntGmfWeights_.count > 0) {
            side.weighGmfGradients(part, parameters_.dense[output()].value.data);
        }
        if (mlp_) {
            side.backward(part, parameters_.weight(0), slices_[worker].denseGradient(0));
        }
        if (config_.optimiser == Optimiser::Sgd) {
            side.moveBySgd(part, learningRate_, rowMove_.weightDecay);
        } else {
            side.moveByAdam(part, rowMove_);
        }
    }

    void moveDense(std::size_t at, std::size_t worker) {
        const auto& parameter = parameters_.dense[at];
        const auto [from, to] = partOf(parameter.value.size(), worker);
        float* sum = slices_[0].denseGradient(at).data + from;
        for (std::size_t other = 1; other < slices_.size(); ++other) {
            addTo(sum, slices_[other].denseGradient(at).data + from, to - from);
        }
        float* value = parameter.value.data + from;
        if (config_.optimiser == Optimiser::Sgd) {
            sgdUpdate(value, sum, to - from, static_cast<float>(learningRate_), 0);
        } else {
            adamUpdate(value, parameter.mean.data + from, parameter.square.data + from, sum,
                       to - from, denseMove_);
        }
    }

    FusedParameters parameters_;
    const StepTables tables_;
    BatchSide user_, item_;
    const bool gmf_, mlp_;
    const Columns learntGmfWeights_;  // the others are 1 and without a gradient
    const TrainingConfig config_;
    const Activation activation_;
    WorkerTeam& team_;
    std::vector<FusedSlice> slices_;  // by worker
    double learningRate_;
    std::int64_t step_ = 0;
    AdamMove denseMove_, rowMove_;  // weight decay acts on the embeddings alone
    std::optional<AdamDrift> drift_;

    std::span<const float> labels_;  // of the batch at hand

    const std::function<void(int)> work_ = [this](int worker) {
        work(static_cast<std::size_t>(worker));
    };
};

}  // namespace

bool fusedStepCovers(const TrainingConfig& config) {
    return config.device == "cpu" && (config.optimiser != Optimiser::Sgd || config.momentum == 0);
}

std::unique_ptr<TrainingStep> makeFusedStep(NcfModel model, const TrainingConfig& config,
                                            std::optional<RatingScale> scale, std::uint64_t seed,
                                            WorkerTeam& team, StepTables tables) {
    return std::make_unique<FusedStep>(std::move(model), config, scale.value_or(RatingScale{}),
                                       seed, team, std::move(tables));
}

}  // namespace ncf
