#include "model/gmf_columns.h"

namespace ncf {

namespace {

std::int64_t factorsOf(const ModelConfig& config) {
    return config.gmf ? config.gmfFactors : 0;
}

// Of a row: 0 or 1.
std::int64_t biasesOf(const ModelConfig& config) {
    return config.gmf && config.biases ? 1 : 0;
}

}  // namespace

std::int64_t gmfWidth(const ModelConfig& config) {
    return factorsOf(config) + 2 * biasesOf(config);
}

Columns gmfFactorColumns(const ModelConfig& config) {
    return {biasesOf(config), factorsOf(config)};
}

Columns learntUserColumns(const ModelConfig& config) {
    return {0, biasesOf(config) + factorsOf(config)};
}

Columns learntItemColumns(const ModelConfig& config) {
    return {biasesOf(config), factorsOf(config) + biasesOf(config)};
}

Columns learntGmfWeights(const ModelConfig& config) {
    return config.dotProduct ? Columns{} : gmfFactorColumns(config);
}

}  // namespace ncf
