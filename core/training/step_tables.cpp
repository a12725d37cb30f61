#include "training/step_tables.h"

namespace ncf {

StepTables stepTables(const TrainingConfig& config, const NegativeSampler& sampler) {
    StepTables tables;
    if (config.loss == Loss::SampledSoftmax) {
        tables.itemCorrection = sampler.logChances();
    }
    return tables;
}

}  // namespace ncf
