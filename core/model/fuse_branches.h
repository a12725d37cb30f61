#pragma once

#include "model/ncf_model.h"

namespace ncf {

// Lets a network with both branches start from two that have one branch each and were trained alone
// (He et al., 2017, section 3.4.1): it gets their embeddings and the tower, and weighs what they
// say, so that its logit is alpha · gmf's + (1 − alpha) · mlp's (equation 13). A dot product has no
// output weights to hold `alpha`: there the items' factors do. The three have the same config but
// for the branches, and the same users and items. alpha: 0..1.
void fuseBranches(NcfModel& network, const NcfModel& gmf, const NcfModel& mlp, double alpha);

}  // namespace ncf
