#pragma once

#include "base/result.h"
#include "model/model_config.h"

namespace ncf {

// Matrix factorisation by alternating least squares for implicit feedback (Hu, Koren and Volinsky,
// 2008), in the form and with the advice of Rendle, Krichene, Zhang and Koren (2022): w_u·h_i is to
// be 1 where user u interacted with item i, and 0 everywhere else at the weight α. The defaults are
// a quick and good choice on MovieLens-1M.
struct ImplicitAlsConfig {
    int factors = 128;  // width of the vectors w_u and h_i, 1..2048
    // α: what a pair without an interaction weighs beside one with an interaction, above 0 and at
    // most 10. Usual 0.01 to 1; a larger catalogue asks for less.
    double unobservedWeight = 0.2;
    // λ: L2 penalty on the vectors, above 0 and at most 1,000; usual 0.001 to 0.1.
    double regularisation = 0.009;
    // ν: the penalty of a user or item with n interactions is λ(n + α·N)^ν, where N counts all
    // items or users. 0 is the same penalty for all of them, 1 one that grows like their part of
    // the loss; 0..1.
    double frequencyExponent = 1;
    int iterations = 10;  // at most, each over all users and all items; 1..1000

    bool operator==(const ImplicitAlsConfig&) const = default;
    Status validate() const;

    // Of the network that holds the vectors: the GMF branch alone. Multiplied element by element
    // and summed up by an output layer of ones, two embeddings give their dot product (He et al.,
    // 2017, section 3.2).
    ModelConfig shape() const;
};

}  // namespace ncf
