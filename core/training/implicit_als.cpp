#include "training/implicit_als.h"

#include "model/kernels.h"
#include "model/matrix.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <utility>

namespace ncf {

namespace {

// Vectors of a history that are multiplied at once.
constexpr std::int64_t kGathered = 512;
// Systems of equations that a worker solves at once: at most so many, and so many floats (4 MiB).
constexpr std::int64_t kMostSystems = 64;
constexpr std::int64_t kSystemFloats = 1 << 20;

std::int64_t systemsAtOnce(std::int64_t factors) {
    return std::clamp<std::int64_t>(kSystemFloats / (factors * factors), 1, kMostSystems);
}

// The users of each item, as a set whose users are the items.
InteractionSet transposed(const InteractionSet& train, std::size_t items) {
    std::vector<Interaction> swapped;
    swapped.reserve(train.size());
    for (std::size_t at = 0; at < train.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        for (const ItemIndex item : train.itemsOf(user)) {
            swapped.push_back({item, user, 1, 0});
        }
    }
    return {items, swapped};
}

void add(const Matrix& into, const Matrix& other) {
    float* const sums = into.data;
    const float* const values = other.data;
    for (std::size_t i = 0; i < into.size(); ++i) {
        sums[i] += values[i];
    }
}

// What the first worker to fail threw, for the thread that waits for them.
class FirstException {
public:
    void keep() {
        const std::lock_guard lock(mutex_);
        first_ = first_ ? first_ : std::current_exception();
    }
    void rethrow() const {
        if (first_) {
            std::rethrow_exception(first_);
        }
    }

private:
    std::mutex mutex_;
    std::exception_ptr first_;
};

}  // namespace

NcfModel factorModel(const ImplicitAlsConfig& config, std::int64_t users, std::int64_t items,
                     std::uint64_t seed) {
    return NcfModel(config.shape(), users, items, seed);
}

ImplicitAls::Side::Side(const InteractionSet& interactions, torch::Tensor& table,
                        std::size_t others, const ImplicitAlsConfig& config)
    : history(&interactions), vectors(&table) {
    for (std::size_t row = 0; row < history->userCount(); ++row) {
        const double frequency =
            static_cast<double>(history->itemsOf(static_cast<UserIndex>(row)).size()) +
            config.unobservedWeight * static_cast<double>(others);
        penalty.push_back(static_cast<float>(config.regularisation *
                                             std::pow(frequency, config.frequencyExponent)));
    }
}

// A worker's memory for some systems of equations, A·x = b.
class ImplicitAls::Workspace {
public:
    explicit Workspace(std::int64_t factors)
        : factors_(factors),
          left_(torch::empty({systemsAtOnce(factors), factors, factors})),
          right_(torch::empty({systemsAtOnce(factors), factors, 1})),
          gathered_(kGathered, factors),
          product_(factors, factors) {}

    // Puts the row's system in the place: A = Σ h hᵀ + common + penalty, b = Σ h over its history.
    void assemble(std::int64_t place, std::span<const ItemIndex> history, const Matrix& others,
                  const Matrix& common, float penalty) {
        const Matrix left(left_.data_ptr<float>() + place * factors_ * factors_, factors_,
                          factors_);
        const Matrix right(right_.data_ptr<float>() + place * factors_, 1, factors_);
        std::copy_n(common.data, common.size(), left.data);
        std::fill_n(right.data, right.size(), 0.0f);
        for (std::size_t from = 0; from < history.size(); from += kGathered) {
            const auto count = std::min<std::size_t>(kGathered, history.size() - from);
            const Matrix part = gathered_.rowRange(0, static_cast<std::int64_t>(count));
            for (std::size_t i = 0; i < count; ++i) {
                const auto other = static_cast<std::size_t>(history[from + i]);
                std::copy_n(others.row(other), factors_, part.row(i));
                add(right, Matrix(part.row(i), 1, factors_));
            }
            multiply(product_, part, part, Transpose::First);
            add(left, product_);
        }
        for (std::int64_t i = 0; i < factors_; ++i) {
            left.row(static_cast<std::size_t>(i))[i] += penalty;
        }
    }

    // Of the first `count` systems, [count, factors]; undefined if one has no solution.
    torch::Tensor solutions(std::int64_t count) const {
        const auto [triangles, info] = at::linalg_cholesky_ex(left_.narrow(0, 0, count));
        if (info.any().item<bool>()) {
            return {};
        }
        return at::cholesky_solve(right_.narrow(0, 0, count), triangles).squeeze(2).contiguous();
    }

private:
    std::int64_t factors_;
    torch::Tensor left_, right_;
    Buffer gathered_;
    Buffer product_;
};

// The vectors of one side, block by block: the workers take the next one that is left.
class ImplicitAls::HalfStep {
public:
    HalfStep(const Side& side, const Side& other, const ImplicitAlsConfig& config)
        : side_(side),
          others_(other.vectors->detach()),
          solved_(torch::zeros_like(side.vectors->detach())),
          common_(torch::empty({config.factors, config.factors})),
          block_(static_cast<std::size_t>(systemsAtOnce(config.factors))) {
        multiply(Matrix(common_), Matrix(others_), Matrix(others_), Transpose::First);
        common_ *= config.unobservedWeight;
    }

    // `goOn` is asked before each block, with the interactions that are done.
    template <class GoOn>
    void work(GoOn goOn) {
        const auto rows = side_.history->userCount();
        Workspace space(common_.size(0));
        for (auto from = next_.fetch_add(block_); from < rows; from = next_.fetch_add(block_)) {
            if (unsolvable_ || !goOn(done_.load())) {
                return;
            }
            solveRows(space, from, std::min(rows, from + block_));
        }
    }

    bool unsolvable() const { return unsolvable_; }
    const torch::Tensor& solved() const { return solved_; }

private:
    void solveRows(Workspace& space, std::size_t from, std::size_t to) {
        const torch::NoGradGuard noGrad;
        std::vector<std::size_t> rows;
        std::uint64_t interactions = 0;
        for (auto row = from; row < to; ++row) {
            const auto history = side_.history->sortedItemsOf(static_cast<UserIndex>(row));
            if (history.empty()) {
                continue;  // its vector is zero
            }
            space.assemble(static_cast<std::int64_t>(rows.size()), history, Matrix(others_),
                           Matrix(common_), side_.penalty[row]);
            rows.push_back(row);
            interactions += history.size();
        }
        if (rows.empty()) {
            return;
        }
        const auto solutions = space.solutions(static_cast<std::int64_t>(rows.size()));
        if (!solutions.defined()) {
            unsolvable_ = true;
            return;
        }
        const Matrix vectors(solutions);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::copy_n(vectors.row(i), vectors.columns, Matrix(solved_).row(rows[i]));
        }
        done_ += interactions;
    }

    const Side& side_;
    torch::Tensor others_;
    torch::Tensor solved_;
    torch::Tensor common_;  // α·HᵀH
    std::size_t block_;     // rows that are solved at once
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<bool> unsolvable_ = false;
};

ImplicitAls::ImplicitAls(NcfModel model, const InteractionSet& train,
                         const ImplicitAlsConfig& config, int threads)
    : model_(std::move(model)),
      config_(config),
      byItem_(transposed(train, static_cast<std::size_t>(model_->gmfItem.size(0)))),
      users_(train, model_->gmfUser, byItem_.userCount(), config),
      items_(byItem_, model_->gmfItem, train.userCount(), config),
      team_(threads) {}

Status ImplicitAls::iterate(WorkClock& clock, RunControl& control,
                            const ProgressCallback& progress) {
    if (auto status = solve(users_, items_, clock, control, 0, progress); !status) {
        return status;
    }
    return solve(items_, users_, clock, control, users_.history->size(), progress);
}

Status ImplicitAls::solve(Side& side, const Side& other, WorkClock& clock, RunControl& control,
                          std::uint64_t doneBefore, const ProgressCallback& progress) {
    const torch::NoGradGuard noGrad;
    HalfStep step(side, other, config_);
    FirstException thrown;
    team_.run([&](int worker) {
        try {
            step.work([&](std::uint64_t done) {
                if (worker != 0) {
                    return control.waitWhilePaused();
                }
                if (progress) {
                    progress(doneBefore + done, interactionsPerIteration());
                }
                return clock.waitWhilePaused(control);
            });
        } catch (...) {
            thrown.keep();
        }
    });
    thrown.rethrow();
    if (step.unsolvable()) {
        return Error{ErrorKind::BadInput, "The equations of implicit ALS have no stable solution.",
                     "Raise the regularisation, or use fewer factors."};
    }
    if (control.stopRequested()) {
        return cancelled();
    }
    side.vectors->copy_(step.solved());
    return {};
}

double ImplicitAls::objective() {
    const torch::NoGradGuard noGrad;
    const Matrix users(*users_.vectors);
    const Matrix items(*items_.vectors);
    const auto count = users_.history->userCount();
    std::vector<double> errors(count, 0.0);
    team_.run([&](int worker) {
        const std::vector<float> ones(static_cast<std::size_t>(users.columns), 1.0f);
        std::vector<float> products;
        std::vector<UserIndex> same;
        for (auto row = static_cast<std::size_t>(worker); row < count;
             row += static_cast<std::size_t>(team_.size())) {
            const auto history = users_.history->sortedItemsOf(static_cast<UserIndex>(row));
            same.assign(history.size(), static_cast<UserIndex>(row));
            products.assign(history.size(), 0.0f);
            gmfForward(products, users, same, items, history, ones.data());
            for (const float product : products) {
                errors[row] += (1.0 - product) * (1.0 - product);
            }
        }
    });
    double sum = 0;
    for (const double error : errors) {
        sum += error;
    }
    // Σ over all pairs (w·h)² is the sum of the products of WᵀW and HᵀH.
    const auto squares = [](const torch::Tensor& table) {
        const auto vectors = table.to(torch::kFloat64);
        return vectors.t().matmul(vectors);
    };
    sum += config_.unobservedWeight *
           (squares(*users_.vectors) * squares(*items_.vectors)).sum().item<double>();
    for (const Side* const side : {&users_, &items_}) {
        const auto penalty = torch::tensor(side->penalty, torch::kFloat32);
        sum +=
            (side->vectors->square().sum(1, false, torch::kFloat64) * penalty).sum().item<double>();
    }
    return sum;
}

}  // namespace ncf
