#include "recommendation/person_loss.h"

#include "base/random.h"
#include "recommendation/user_prior.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

constexpr std::uint64_t kBackgroundSeed = 20170822;  // of the items that stand for the unseen ones
// Expected error of a predicted rating, as a share of the scale: about what good models have.
constexpr float kRatingError = 0.2f;

torch::Tensor doubles(const Matrix& matrix) {
    return torch::from_blob(matrix.data, {matrix.rows, matrix.columns}).to(torch::kFloat64);
}

// log(1 + e^x)
double softplus(float x) {
    return std::max(x, 0.0f) + std::log1p(std::exp(-std::abs(x)));
}

float sigmoid(float x) {
    return 1 / (1 + std::exp(-x));
}

}  // namespace

PersonLoss::PersonLoss(const NcfModel& model, const InteractionSet& train,
                       const FoldInSettings& settings)
    : settings_(settings), network_(model) {
    const auto width = static_cast<std::int64_t>(network_.width());
    const auto prior = userPrior(model, train);
    mean_ = torch::tensor(prior.mean, torch::kFloat64);
    precision_ = settings.priorStrength *
                 torch::tensor(prior.precision, torch::kFloat64).view({width, width});
    all_.resize(network_.items());
    std::iota(all_.begin(), all_.end(), 0);
    if (!settings.explicitFeedback) {
        background_ = all_;
        if (background_.size() > settings.background) {
            Random random(kBackgroundSeed);
            random.shuffle(background_);
            background_.resize(settings.background);
            std::sort(background_.begin(), background_.end());
        }
    }
    const auto features = static_cast<std::int64_t>(network_.features());
    gram_ = Buffer(features, features);
    half_ = Buffer(features, width);
    curvature_ = Buffer(width, width);
    featureGradient_ = Buffer(1, features);
    gradient_ = Buffer(1, width);
}

torch::Tensor PersonLoss::toPlace(const PersonEmbedding& person) {
    return torch::tensor(person).to(torch::kFloat64);
}

PersonEmbedding PersonLoss::toPerson(const torch::Tensor& place) {
    const auto values = place.to(torch::kFloat32).contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

std::vector<float> PersonLoss::logits(const PersonEmbedding& person) {
    std::vector<float> scores(all_.size());
    network_.score(person, all_, scores);
    return scores;
}

bool PersonLoss::inBackground(ItemIndex item) const {
    return std::binary_search(background_.begin(), background_.end(), item);
}

double PersonLoss::negativeWeight(double likes, double unseen) const {
    return unseen > 0 ? settings_.negativesPerPositive * likes / unseen : 0;
}

// The terms are the background, ascending, then the picks outside it.
void PersonLoss::setPicks(std::span<const Pick> picks) {
    items_ = background_;
    for (const Pick& pick : picks) {
        if (!inBackground(pick.item)) {
            items_.push_back(pick.item);
        }
    }
    const auto beyond = items_.begin() + static_cast<std::ptrdiff_t>(background_.size());
    std::sort(beyond, items_.end());
    terms_.assign(items_.size(), {0, 0, true});
    likes_ = 0;
    for (const Pick& pick : picks) {
        likes_ += pick.label > 0 ? 1 : 0;
        const float error = kRatingError * (settings_.ratingHigh - settings_.ratingLow);
        terms_[termOf(pick.item)] = {pick.label,
                                     settings_.explicitFeedback ? 1 / (error * error) : 1, false};
    }
    unseen_ = static_cast<double>(
        std::count_if(terms_.begin(), terms_.end(), [](const Term& term) { return term.unseen; }));
    const auto weight = static_cast<float>(negativeWeight(likes_, unseen_));
    for (Term& term : terms_) {
        term.weight = term.unseen ? weight : term.weight;
    }
    logits_.resize(items_.size());
    residual_.resize(items_.size());
    slopesMemory_.resize(items_.size() * network_.features());
    weighedMemory_.resize(slopesMemory_.size());
    slopes_ = Matrix(slopesMemory_.data(), static_cast<std::int64_t>(items_.size()),
                     static_cast<std::int64_t>(network_.features()));
    weighed_ = slopes_;
    weighed_.data = weighedMemory_.data();
}

std::size_t PersonLoss::termOf(ItemIndex item) const {
    const auto beyond = items_.begin() + static_cast<std::ptrdiff_t>(background_.size());
    auto found = std::lower_bound(items_.begin(), beyond, item);
    if (found == beyond || *found != item) {
        found = std::lower_bound(beyond, items_.end(), item);
    }
    return static_cast<std::size_t>(found - items_.begin());
}

double PersonLoss::evaluate(const torch::Tensor& place) {
    network_.differentiate(toPerson(place), items_, logits_, slopes_);
    double loss = 0;
    const auto features = static_cast<std::size_t>(slopes_.columns);
    for (std::size_t at = 0; at < terms_.size(); ++at) {
        float curvature = 0;
        loss += settings_.explicitFeedback ? ratingLoss(at, curvature) : entropyLoss(at, curvature);
        const float root = std::sqrt(curvature);
        const float* const slope = slopes_.row(at);
        float* const weighed = weighed_.row(at);
        for (std::size_t i = 0; i < features; ++i) {
            weighed[i] = root * slope[i];
        }
    }
    const auto apart = place - mean_;
    return loss + 0.5 * apart.dot(torch::mv(precision_, apart)).item<double>();
}

double PersonLoss::entropyLoss(std::size_t at, float& curvature) {
    const auto& [label, weight, unseen] = terms_[at];
    const float x = logits_[at];
    const float p = sigmoid(x);
    residual_[at] = weight * (p - label);
    curvature = weight * p * (1 - p);
    return weight * (softplus(x) - label * x);
}

double PersonLoss::ratingLoss(std::size_t at, float& curvature) {
    const auto& [label, weight, unseen] = terms_[at];
    const float range = settings_.ratingHigh - settings_.ratingLow;
    const float p = sigmoid(logits_[at]);
    const float error = settings_.ratingLow + range * p - label;
    const float slope = range * p * (1 - p);
    residual_[at] = weight * error * slope;
    curvature = weight * slope * slope;
    return 0.5 * weight * error * error;
}

torch::Tensor PersonLoss::gradient(const torch::Tensor& place) {
    multiply(featureGradient_,
             Matrix(residual_.data(), 1, static_cast<std::int64_t>(residual_.size())), slopes_,
             Transpose::Neither);
    multiply(gradient_, featureGradient_, network_.inlet(), Transpose::Neither);
    return doubles(gradient_).view({-1}) + torch::mv(precision_, place - mean_);
}

torch::Tensor PersonLoss::solve(const torch::Tensor& right) {
    multiply(gram_, weighed_, weighed_, Transpose::First);
    multiply(half_, gram_, network_.inlet(), Transpose::Neither);
    multiply(curvature_, network_.inlet(), half_, Transpose::First);
    const auto whole = doubles(curvature_) + precision_;
    const auto factor = torch::linalg_cholesky((whole + whole.t()) / 2);
    return torch::cholesky_solve(right.unsqueeze(1), factor).view({-1});
}

std::vector<float> PersonLoss::reachOf(const PersonEmbedding& person, ItemIndex item) {
    Buffer slope(1, slopes_.columns);
    Buffer toPlace(1, gradient_.columns);
    float logit = 0;
    network_.differentiate(person, {&item, 1}, {&logit, 1}, slope);
    multiply(toPlace, slope, network_.inlet(), Transpose::Neither);
    auto settled = solve(doubles(toPlace).view({-1})).to(torch::kFloat32).view({1, -1});
    Buffer reach(1, slopes_.columns);
    multiply(reach, Matrix(settled), network_.inlet(), Transpose::Second);
    return {reach.data, reach.data + reach.columns};
}

std::vector<float> PersonLoss::unseenSlope() const {
    std::vector<float> sum(static_cast<std::size_t>(slopes_.columns));
    for (std::size_t at = 0; at < terms_.size(); ++at) {
        if (terms_[at].unseen) {
            addSlope(at, sigmoid(logits_[at]), sum);
        }
    }
    return sum;
}

std::vector<float> PersonLoss::pushWithout(std::span<const ItemIndex> items,
                                           const std::vector<float>& ofUnseen) const {
    double likes = likes_;
    double unseen = unseen_;
    for (const ItemIndex item : items) {
        likes -= terms_[termOf(item)].label > 0 ? 1 : 0;
        unseen += inBackground(item) ? 1 : 0;
    }
    const auto weight = static_cast<float>(negativeWeight(likes, unseen));
    const float gain = weight - static_cast<float>(negativeWeight(likes_, unseen_));
    std::vector<float> push(ofUnseen.size());
    if (!settings_.explicitFeedback) {
        for (std::size_t i = 0; i < push.size(); ++i) {
            push[i] = gain * ofUnseen[i];
        }
    }
    for (const ItemIndex item : items) {
        const std::size_t at = termOf(item);
        const float joined = inBackground(item) ? weight * sigmoid(logits_[at]) : 0;
        addSlope(at, joined - residual_[at], push);
    }
    return push;
}

torch::Tensor PersonLoss::onEmbedding(std::vector<float>& push) {
    multiply(gradient_, Matrix(push.data(), 1, slopes_.columns), network_.inlet(),
             Transpose::Neither);
    return doubles(gradient_).view({-1});
}

void PersonLoss::addSlope(std::size_t term, float factor, std::vector<float>& sum) const {
    const float* const slope = slopes_.row(term);
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += factor * slope[i];
    }
}

}  // namespace ncf
