#include "model/weights_file.h"

namespace ncf {

namespace {

Error otherShape(const std::string& name) {
    return {ErrorKind::BadInput,
            "The stored weights cannot be used: “" + name +
                "” is missing or has another shape than the model.",
            "Train the model again."};
}

}  // namespace

NamedTensors weightsOf(const NcfModel& model) {
    NamedTensors weights;
    for (const auto& entry : model->named_parameters()) {
        weights[entry.key()] = entry.value().detach();
    }
    return weights;
}

Status copyInto(const NamedTensors& targets, const NamedTensors& sources) {
    for (const auto& [name, target] : targets) {
        const auto source = sources.find(name);
        if (source == sources.end() || source->second.sizes() != target.sizes() ||
            source->second.scalar_type() != target.scalar_type()) {
            return otherShape(name);
        }
    }
    const torch::NoGradGuard noGrad;
    for (const auto& [name, target] : targets) {
        torch::Tensor(target).copy_(sources.at(name));
    }
    return {};
}

std::string weightsToBytes(const NcfModel& model) {
    return toBytes({weightsOf(model), {}});
}

Status weightsFromBytes(const std::string& bytes, NcfModel& model) {
    const auto file = tensorFileFromBytes(bytes);
    return file ? copyInto(weightsOf(model), file->tensors) : Status(file.error());
}

}  // namespace ncf
