#pragma once

#include <vector>

namespace ncf {

class InteractionSet;
class NcfModel;

// What is known of a person before their first pick: embeddings scatter about the mean of the
// trained users as a normal distribution. A person's embedding is GMF's user vector, with the
// bias, and MLP's, side by side, `width` numbers.
struct UserPrior {
    std::vector<double> mean;       // [width]
    std::vector<double> precision;  // [width, width]: the inverse of the covariance
};

// From the model's users with training interactions. The covariance is shrunk towards its diagonal,
// the more the fewer users there are for its width, so that it always has an inverse.
UserPrior userPrior(const NcfModel& model, const InteractionSet& train);

}  // namespace ncf
