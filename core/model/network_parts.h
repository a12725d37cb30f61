#pragma once

#include "base/result.h"
#include "model/model_config.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ncf {

// One place of the network as it is drawn (He et al., 2017, figure 3).
struct NetworkPart {
    enum class Kind {
        UserId,
        ItemId,
        GmfUser,  // embeddings
        GmfItem,
        MlpUser,
        MlpItem,
        Product,        // of the two GMF embeddings, number by number
        Concatenation,  // of the two MLP embeddings
        Dense,
        Output,  // the weighted sum over whichever branches are on
        Score    // its sigmoid
    };
    Kind kind = Kind::UserId;
    std::size_t layer = 0;  // of Dense: from the bottom up; otherwise 0

    auto operator<=>(const NetworkPart&) const = default;
};

// The parts of the branches that are on, from the bottom up.
std::vector<NetworkPart> networkParts(const ModelConfig& config);

// How many numbers the part takes in and hands on for one sample; 1 for an id.
int widthBelow(const ModelConfig& config, NetworkPart part);
int widthOf(const ModelConfig& config, NetworkPart part);

// The widest that the part may be; 0 where its width follows from the others.
int mostWidth(NetworkPart part);

// Trainable numbers of the part over so many users and items.
std::uint64_t parametersOf(const ModelConfig& config, NetworkPart part, std::uint64_t users,
                           std::uint64_t items);

// A part whose width cannot be, and why.
struct PartProblem {
    NetworkPart part;
    Error error;
};
std::vector<PartProblem> partProblems(const ModelConfig& config);

}  // namespace ncf
