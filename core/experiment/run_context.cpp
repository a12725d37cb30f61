#include "experiment/run_context.h"

#include "model/warm_start.h"

namespace ncf {

Result<NcfModel> RunContext::initialModel() const {
    auto model = makeModel(config, dataset);
    if (!model || !warmWeights) {
        return model;
    }
    const auto trained = tensorFileFromBytes(*warmWeights);
    if (!trained) {
        return trained.error();
    }
    if (auto status = startFrom(*model, trained->tensors); !status) {
        return status.error();
    }
    return model;
}

Status RunContext::keepEpoch(const EpochRecord& epoch, bool best,
                             const std::optional<std::string>& weights,
                             const std::string& checkpoint) {
    if (auto status = project.addEpoch(record.id, epoch, weights, checkpoint); !status) {
        return status;
    }
    record.epochs = epoch.epoch;
    if (best) {
        record.bestEpoch = epoch.epoch;
        record.validation = epoch.validation;
    }
    monitor.update([&](RunSnapshot& s) {
        s.epochRecords.push_back(epoch);
        s.samplesPerSecond = epoch.samplesPerSecond;
        s.bestEpoch = record.bestEpoch;
    });
    return {};
}

}  // namespace ncf
