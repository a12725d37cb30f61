#pragma once

#include "architecture/cost_view.h"
#include "experiment/experiment_config.h"
#include "store/project.h"

namespace ncf {

// What a run of this configuration on this data would cost. The split is not made for it: what it
// leaves out because of its ratings is not known yet.
CostView::Figures runCost(const ExperimentConfig& config, const DatasetInfo& data);

}  // namespace ncf
