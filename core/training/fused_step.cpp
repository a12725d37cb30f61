#include "model/kernels.h"
#include "model/weights_file.h"
#include "model/worker_team.h"
#include "training/fused_kernels.h"
#include "training/fused_slice.h"
#include "training/training_step.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace ncf {

namespace {

// A range [from, to) of `count` things that is worker `index`'s of `workers`.
std::pair<std::size_t, std::size_t> share(std::size_t count, std::size_t index,
                                          std::size_t workers) {
    const std::size_t each = (count + workers - 1) / workers;
    const std::size_t from = std::min(count, each * index);
    return {from, std::min(count, from + each)};
}

class FusedStep : public TrainingStep {
public:
    FusedStep(NcfModel model, const TrainingConfig& config, RatingScale scale, std::uint64_t seed,
              WorkerTeam& team)
        : parameters_(model),
          config_(config),
          activation_(model->config().activation),
          team_(team),
          learningRate_(config.learningRate) {
        if (config.optimiser == Optimiser::Adam) {
            drift_.emplace();
        }
        const std::int64_t sliceRows = (config.batchSize + team.size() - 1) / team.size();
        for (int worker = 0; worker < team.size(); ++worker) {
            slices_.emplace_back(parameters_, model->config(), config, scale, sliceRows,
                                 seed + static_cast<std::uint64_t>(worker),
                                 drift_ ? &*drift_ : nullptr);
        }
    }

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        ++step_;
        denseMove_ = adamMove(learningRate_, 0, step_);
        rowMove_ = adamMove(learningRate_, config_.weightDecay, step_);
        users_ = users;
        items_ = items;
        labels_ = labels;
        team_.run(gradients_);
        team_.run(updates_);
        if (drift_) {
            drift_->add(denseMove_);
        }
        double loss = 0;
        for (const auto& slice : slices_) {
            loss += slice.lossSum();
        }
        return loss / static_cast<double>(labels.size());
    }

    void setLearningRate(double rate) override { learningRate_ = rate; }

    std::vector<LayerHealth> layerHealth() const override {
        std::vector<LayerHealth> all(parameters_.dense.size() / 2 - 1);  // the last is the output
        for (std::size_t layer = 0; layer < all.size(); ++layer) {
            double squares = 0;
            for (const std::size_t at : {2 * layer, 2 * layer + 1}) {
                // Phase two left the sum over the slices in the first one.
                const float* gradient = slices_[0].denseGradient(at);
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
            settleRows(parameters_.user);
            settleRows(parameters_.item);
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

    // Phase one: every worker finds the gradients of its part of the batch.
    void computeGradients(std::size_t worker) {
        const auto [from, to] = share(labels_.size(), worker, slices_.size());
        slices_[worker].run(users_.subspan(from, to - from), items_.subspan(from, to - from),
                            labels_.subspan(from, to - from), labels_.size());
    }

    // Phase two: every worker moves its share of the parameters. Sums over the slices are taken in
    // the slices' order, so the result does not depend on scheduling.
    void updateParameters(std::size_t worker) {
        for (std::size_t at = 0; at < parameters_.dense.size(); ++at) {
            updateDense(at, worker);
        }
        updateRows(parameters_.user, &FusedSlice::user, worker);
        updateRows(parameters_.item, &FusedSlice::item, worker);
    }

    void updateDense(std::size_t at, std::size_t worker) {
        auto& parameter = parameters_.dense[at];
        const auto [from, to] = share(parameter.value.size(), worker, slices_.size());
        float* sum = slices_[0].denseGradient(at) + from;
        for (std::size_t other = 1; other < slices_.size(); ++other) {
            addTo(sum, slices_[other].denseGradient(at) + from, to - from);
        }
        moveValues(parameter, from, sum, to - from, denseMove_);
    }

    using SideOf = const SliceSide& (FusedSlice::*)() const;

    // Every worker looks through the rows of its own slice, which lie in its cache. A row that
    // several slices touched belongs to one of them, chosen by its number.
    void updateRows(SideTables& tables, SideOf side, std::size_t worker) {
        const SliceSide& own = (slices_[worker].*side)();
        const auto rows = own.rows.rows();
        for (std::size_t place = 0; place < rows.size(); ++place) {
            tables.fetchAhead(rows, place);
            if (ownerOf(side, rows[place]) == worker) {
                addOthers(side, worker, rows[place], place);
                const auto row = static_cast<std::size_t>(rows[place]);
                const AdamMove move = moveAfter(tables.movedAt[row]);
                updateRow(tables.gmf, row, own.gmf, own.gmfGradient, place, move);
                updateRow(tables.mlp, row, own.mlp, own.mlpGradient, place, move);
                tables.movedAt[row] = step_;
            }
        }
    }

    std::size_t ownerOf(SideOf side, std::int32_t row) const {
        const auto touches = [&](const FusedSlice& slice) {
            return (slice.*side)().rows.placeOf(row) != DistinctRows::kAbsent;
        };
        const auto candidates = std::count_if(slices_.begin(), slices_.end(), touches);
        auto nth = row % candidates;
        const auto owner = std::find_if(slices_.begin(), slices_.end(), [&](const auto& slice) {
            return touches(slice) && nth-- == 0;
        });
        return static_cast<std::size_t>(owner - slices_.begin());
    }

    // Adds the other slices' gradients of a row to its owner's, in the slices' order.
    void addOthers(SideOf side, std::size_t owner, std::int32_t row, std::size_t place) {
        const SliceSide& own = (slices_[owner].*side)();
        for (std::size_t slice = 0; slice < slices_.size(); ++slice) {
            const SliceSide& other = (slices_[slice].*side)();
            const auto there = other.rows.placeOf(row);
            if (slice != owner && there != DistinctRows::kAbsent) {
                addRow(own.gmfGradient, place, other.gmfGradient, static_cast<std::size_t>(there));
                addRow(own.mlpGradient, place, other.mlpGradient, static_cast<std::size_t>(there));
            }
        }
    }

    static void addRow(const Matrix& into, std::size_t place, const Matrix& from,
                       std::size_t there) {
        addTo(into.row(place), from.row(there), static_cast<std::size_t>(into.columns));
    }

    // This step's move for a row that was last moved in step `step`. Where rows drift, the moments
    // have faded ever since.
    AdamMove moveAfter(std::int64_t step) const {
        AdamMove move = rowMove_;
        if (drift_) {
            const auto fade = drift_->fade(step_ - step);
            move.keepMean = fade.mean;
            move.keepSquare = fade.square;
        }
        return move;
    }

    // `drifted`: where the row was when the batch began, which the table may not know yet.
    void updateRow(std::optional<AdamParameter>& table, std::size_t row, const Matrix& drifted,
                   const Matrix& gradient, std::size_t place, const AdamMove& move) {
        if (table) {
            const auto width = static_cast<std::size_t>(gradient.columns);
            std::memcpy(table->value.row(row), drifted.row(place), width * sizeof(float));
            moveValues(*table, row * width, gradient.row(place), width, move);
        }
    }

    void settleRows(SideTables& tables) {
        for (std::size_t row = 0; row < tables.movedAt.size(); ++row) {
            const auto drift = drift_->since(tables.movedAt[row]);
            const AdamMove move = moveAfter(tables.movedAt[row]);
            for (auto* table : {&tables.gmf, &tables.mlp}) {
                if (*table) {
                    settleRow(**table, row, drift, move);
                }
            }
            tables.movedAt[row] = step_;
        }
    }

    void settleRow(AdamParameter& table, std::size_t row, const AdamDrift::Move& drift,
                   const AdamMove& move) {
        const auto width = static_cast<std::size_t>(table.value.columns);
        drifted_.resize(width);
        driftedRow(drifted_.data(), table.value.row(row), table.mean.row(row),
                   table.square.row(row), width, drift.factor, drift.epsilon);
        std::memcpy(table.value.row(row), drifted_.data(), width * sizeof(float));
        multiplyBy(table.mean.row(row), move.keepMean, width);
        multiplyBy(table.square.row(row), move.keepSquare, width);
    }

    void moveValues(AdamParameter& parameter, std::size_t at, const float* gradient, std::size_t n,
                    const AdamMove& move) {
        float* value = parameter.value.data + at;
        if (config_.optimiser == Optimiser::Sgd) {
            sgdUpdate(value, gradient, n, static_cast<float>(learningRate_), move.weightDecay);
        } else {
            adamUpdate(value, parameter.mean.data + at, parameter.square.data + at, gradient, n,
                       move);
        }
    }

    FusedParameters parameters_;
    const TrainingConfig config_;
    const Activation activation_;
    WorkerTeam& team_;
    std::vector<FusedSlice> slices_;  // by worker
    double learningRate_;
    std::int64_t step_ = 0;
    AdamMove denseMove_, rowMove_;  // weight decay acts on the embeddings alone
    std::optional<AdamDrift> drift_;
    std::vector<float> drifted_;  // a row being settled

    // The batch at hand.
    std::span<const UserIndex> users_;
    std::span<const ItemIndex> items_;
    std::span<const float> labels_;

    const std::function<void(int)> gradients_ = [this](int worker) {
        computeGradients(static_cast<std::size_t>(worker));
    };
    const std::function<void(int)> updates_ = [this](int worker) {
        updateParameters(static_cast<std::size_t>(worker));
    };
};

}  // namespace

bool fusedStepCovers(const TrainingConfig& config) {
    return config.device == "cpu" && (config.optimiser != Optimiser::Sgd || config.momentum == 0);
}

std::unique_ptr<TrainingStep> makeFusedStep(NcfModel model, const TrainingConfig& config,
                                            std::optional<RatingScale> scale, std::uint64_t seed,
                                            WorkerTeam& team) {
    return std::make_unique<FusedStep>(std::move(model), config, scale.value_or(RatingScale{}),
                                       seed, team);
}

}  // namespace ncf
