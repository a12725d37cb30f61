#include "base/text.h"
#include "experiment/exported_model.h"
#include "model/kernels.h"

#include <torch/script.h>

#include <fstream>

namespace ncf {

namespace {

std::string activated(Activation activation, const std::string& x) {
    switch (activation) {
        case Activation::LeakyRelu:
            return "torch.leaky_relu(" + x + ", " + shortest(decimal(kLeakySlope)) + ")";
        case Activation::Tanh:
            return "torch.tanh(" + x + ")";
        case Activation::Sigmoid:
            return "torch.sigmoid(" + x + ")";
        case Activation::Relu:
            break;
    }
    return "torch.relu(" + x + ")";
}

// A number as TorchScript takes a float.
std::string number(float value) {
    const std::string text = shortest(decimal(value));
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string logitsSource(const NcfModel& model) {
    const auto& shape = model->config();
    std::string body;
    std::string features;
    if (shape.gmf) {
        body +=
            "    gmf = torch.embedding(self.gmf_user, user) * "
            "torch.embedding(self.gmf_item, item)\n";
        features = "gmf";
    }
    if (shape.mlp) {
        body +=
            "    hidden = torch.cat([torch.embedding(self.mlp_user, user), "
            "torch.embedding(self.mlp_item, item)], 1)\n";
        for (std::size_t layer = 0; layer < model->towerWeight.size(); ++layer) {
            const auto name = "self.tower_" + std::to_string(layer);
            body += "    hidden = " +
                    activated(shape.activation,
                              "torch.linear(hidden, " + name + "_weight, " + name + "_bias)") +
                    "\n";
        }
        features = shape.gmf ? "torch.cat([gmf, hidden], 1)" : "hidden";
    }
    return "def logits(self, user: Tensor, item: Tensor) -> Tensor:\n" + body +
           "    return torch.linear(" + features +
           ", self.output_weight, self.output_bias).squeeze(1)\n";
}

std::string forwardSource(const Exported& exported) {
    const auto& scale = exported.scale;
    const std::string logits = "self.logits(user, item)";
    return "def forward(self, user: Tensor, item: Tensor) -> Tensor:\n    return " +
           (scale ? number(scale->low) + " + " + number(scale->high - scale->low) + " * "
                  : std::string()) +
           (exported.onlyRanks ? logits : "torch.sigmoid(" + logits + ")") + "\n";
}

}  // namespace

Status writeTorchScript(const Exported& exported, const std::filesystem::path& file) {
    torch::jit::Module module("NcfModel");
    for (const auto& parameter : exported.model->named_parameters()) {
        module.register_parameter(parameter.key(), parameter.value().detach(), false);
    }
    module.define(logitsSource(exported.model));
    module.define(forwardSource(exported));
    module.eval();
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    try {
        module.save(out);
    } catch (const std::exception&) {
        // LibTorch only says that its writer failed.
        if (!out) {
            return notWritten();
        }
        throw;
    }
    return out.flush() ? Status() : notWritten();
}

Result<torch::Tensor> scoresOfTorchScript(const std::filesystem::path& file,
                                          const torch::Tensor& users, const torch::Tensor& items) {
    const torch::NoGradGuard noGradients;
    auto module = torch::jit::load(file.string());
    return module.forward({users, items}).toTensor();
}

}  // namespace ncf
