#include "experiment/embeddings.h"

#include "model/gmf_columns.h"
#include "model/ncf_model.h"

namespace ncf {

namespace {

Result<Vectors> sideBySide(const LoadedRun& run, torch::Tensor NcfModelImpl::*gmf,
                           torch::Tensor NcfModelImpl::*mlp) {
    if (run.model() == nullptr) {
        return Error{ErrorKind::BadInput,
                     "Run “" + run.record().name + "” has no embeddings: a baseline learns none.",
                     "Choose a run of a neural model or of implicit ALS."};
    }
    const torch::NoGradGuard noGrad;
    const auto& model = **run.model();
    std::vector<torch::Tensor> tables;
    const auto add = [&](const torch::Tensor& table) {
        tables.push_back(table / table.square().mean().sqrt().clamp_min(1e-12));
    };
    if ((model.*gmf).defined()) {
        const auto [first, count] = gmfFactorColumns(model.config());
        add((model.*gmf).narrow(1, first, count));
    }
    if ((model.*mlp).defined()) {
        add(model.*mlp);
    }
    const auto joined = torch::cat(tables, 1).contiguous();
    const float* const first = joined.data_ptr<float>();
    return Vectors{static_cast<std::size_t>(joined.size(0)),
                   static_cast<std::size_t>(joined.size(1)),
                   std::vector<float>(first, first + joined.numel())};
}

}  // namespace

Result<Vectors> itemEmbeddings(const LoadedRun& run) {
    return sideBySide(run, &NcfModelImpl::gmfItem, &NcfModelImpl::mlpItem);
}

Result<Vectors> userEmbeddings(const LoadedRun& run) {
    return sideBySide(run, &NcfModelImpl::gmfUser, &NcfModelImpl::mlpUser);
}

}  // namespace ncf
