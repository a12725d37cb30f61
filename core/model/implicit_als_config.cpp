#include "model/implicit_als_config.h"

#include <cmath>

namespace ncf {

namespace {

// Of the length of an initial vector.
constexpr double kInitialStd = 0.1;

Status bad(std::string what, std::string remedy) {
    return Error{ErrorKind::BadInput, std::move(what), std::move(remedy)};
}

}  // namespace

Status ImplicitAlsConfig::validate() const {
    if (factors < 1 || factors > 2048) {
        return bad("The factors of implicit ALS must be 1 to 2,048.", "Usual is 64 to 256.");
    }
    if (!(unobservedWeight > 0 && unobservedWeight <= 10)) {
        return bad("The weight of what is not observed must be above 0 and at most 10.",
                   "Usual is 0.01 to 1.");
    }
    if (!(regularisation > 0 && regularisation <= 1000)) {
        return bad("The regularisation must be above 0 and at most 1,000.",
                   "Usual is 0.001 to 0.1.");
    }
    if (!(frequencyExponent >= 0 && frequencyExponent <= 1)) {
        return bad("The frequency exponent must be 0 to 1.", "Usual is 1.");
    }
    if (iterations < 1 || iterations > 1000) {
        return bad("The number of iterations must be 1 to 1,000.", "Usual is 8 to 16.");
    }
    return {};
}

ModelConfig ImplicitAlsConfig::shape() const {
    ModelConfig shape;
    shape.gmf = true;
    shape.gmfFactors = factors;
    shape.dotProduct = true;
    shape.mlp = false;
    shape.embeddingStd = kInitialStd / std::sqrt(factors);
    return shape;
}

}  // namespace ncf
