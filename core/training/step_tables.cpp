#include "training/step_tables.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

std::vector<float> decayFactors(std::vector<double> counts, double exponent) {
    double sum = 0;
    std::size_t rows = 0;
    for (double& count : counts) {
        if (count > 0) {
            count = std::max(1.0, count);
            sum += count;
            ++rows;
        }
    }
    std::vector<float> factors(counts.size(), 1);
    for (std::size_t row = 0; row < counts.size(); ++row) {
        if (counts[row] > 0) {
            const double relative = counts[row] * static_cast<double>(rows) / sum;
            factors[row] = static_cast<float>(std::pow(relative, exponent - 1));
        }
    }
    return factors;
}

}  // namespace

StepTables stepTables(const TrainingConfig& config, const NegativeSampler& sampler) {
    StepTables tables;
    if (config.loss == Loss::SampledSoftmax) {
        tables.itemCorrection = sampler.logChances();
    }
    if (config.weightDecay > 0 && config.decayExponent != 1) {
        auto counts = sampler.expectedCounts();
        tables.userDecay = decayFactors(std::move(counts.users), config.decayExponent);
        tables.itemDecay = decayFactors(std::move(counts.items), config.decayExponent);
    }
    return tables;
}

}  // namespace ncf
