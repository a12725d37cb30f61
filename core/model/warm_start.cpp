#include "model/warm_start.h"

#include "base/text.h"

#include <string>
#include <string_view>

namespace ncf {

namespace {

bool isUserTable(std::string_view name) {
    return name == "gmf_user" || name == "mlp_user";
}

bool isTable(std::string_view name) {
    return isUserTable(name) || name == "gmf_item" || name == "mlp_item";
}

Error otherShape(const std::string& name) {
    return {ErrorKind::BadInput,
            "The weights to start from cannot be used: “" + name +
                "” is missing or has another shape than the model.",
            "Start from another run, or from random weights."};
}

Error tooManyRows(const std::string& name, std::int64_t rows, std::int64_t known) {
    const std::string what = isUserTable(name) ? " users" : " items";
    const auto count = [](std::int64_t number) {
        return withThousands(static_cast<std::uint64_t>(number));
    };
    return {ErrorKind::BadInput,
            "The weights to start from are of " + count(rows) + what + ", and the data has " +
                count(known) + ".",
            "Start from a run on this data or on an earlier state of it."};
}

// The rows of `target` that the trained weights have.
Result<torch::Tensor> known(const std::string& name, const torch::Tensor& target,
                            const NamedTensors& trained) {
    const auto found = trained.find(name);
    if (found == trained.end() || found->second.scalar_type() != target.scalar_type() ||
        found->second.dim() != target.dim()) {
        return otherShape(name);
    }
    const auto& source = found->second;
    if (!isTable(name)) {
        return source.sizes() == target.sizes() ? Result<torch::Tensor>(target) : otherShape(name);
    }
    if (source.size(1) != target.size(1)) {
        return otherShape(name);
    }
    if (source.size(0) > target.size(0)) {
        return tooManyRows(name, source.size(0), target.size(0));
    }
    return target.narrow(0, 0, source.size(0));
}

}  // namespace

Status startFrom(NcfModel& model, const NamedTensors& trained) {
    NamedTensors targets;
    for (const auto& [name, target] : weightsOf(model)) {
        const auto rows = known(name, target, trained);
        if (!rows) {
            return rows.error();
        }
        targets[name] = *rows;
    }
    return copyInto(targets, trained);
}

}  // namespace ncf
