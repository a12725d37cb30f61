#include "experiment/exported_model.h"
#include "model/kernels.h"

#include <bit>
#include <fstream>
#include <onnx/onnx_pb.h>
#include <string>
#include <utility>
#include <vector>

namespace ncf {

namespace {

static_assert(std::endian::native == std::endian::little, "ONNX's raw data is little-endian");

// Operators as of opset 13, which every runtime of the last years knows, in the oldest version of
// the format that has it.
constexpr std::int64_t kOpset = 13;
constexpr std::int64_t kFormat = 7;
// Protocol buffers, which the format is made of, end at 2 GB.
constexpr std::size_t kMostBytes = (std::size_t(1) << 31) - (std::size_t(1) << 20);

// Builds the graph: every call adds a node and gives the name of what it computes.
class Builder {
public:
    explicit Builder(onnx::GraphProto& graph) : graph_(graph) {}

    // A parameter of the network, or a constant.
    std::string values(const std::string& name, const torch::Tensor& tensor) {
        auto* const value = graph_.add_initializer();
        value->set_name(name);
        const bool whole = tensor.scalar_type() == torch::kInt64;
        value->set_data_type(whole ? onnx::TensorProto::INT64 : onnx::TensorProto::FLOAT);
        for (const auto size : tensor.sizes()) {
            value->add_dims(size);
        }
        const auto data = tensor.detach().contiguous();
        value->set_raw_data(data.data_ptr(), data.nbytes());
        return name;
    }

    std::string node(const std::string& operation, const std::vector<std::string>& inputs,
                     const std::string& output) {
        last_ = graph_.add_node();
        last_->set_op_type(operation);
        last_->set_name(output);
        for (const auto& input : inputs) {
            last_->add_input(input);
        }
        last_->add_output(output);
        return output;
    }

    // Of the last node.
    void attribute(const std::string& name, std::int64_t value) {
        auto* const attribute = last_->add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::INT);
        attribute->set_i(value);
    }
    void attribute(const std::string& name, float value) {
        auto* const attribute = last_->add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::FLOAT);
        attribute->set_f(value);
    }

    // Of one dimension, "batch".
    static void describe(onnx::ValueInfoProto* value, const std::string& name, int type) {
        value->set_name(name);
        auto* const tensor = value->mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(type);
        tensor->mutable_shape()->add_dim()->set_dim_param("batch");
    }

private:
    onnx::GraphProto& graph_;
    onnx::NodeProto* last_ = nullptr;
};

std::string rows(Builder& build, const std::string& table, const torch::Tensor& values,
                 const std::string& indices) {
    return build.node("Gather", {build.values(table, values), indices}, table + "_row");
}

std::string dense(Builder& build, const std::string& name, const std::string& x,
                  const torch::Tensor& weight, const torch::Tensor& bias) {
    build.node("Gemm",
               {x, build.values(name + "_weight", weight), build.values(name + "_bias", bias)},
               name);
    build.attribute("transB", std::int64_t(1));
    return name;
}

std::string sideBySide(Builder& build, const std::string& a, const std::string& b,
                       const std::string& name) {
    build.node("Concat", {a, b}, name);
    build.attribute("axis", std::int64_t(1));
    return name;
}

std::string activated(Builder& build, Activation activation, const std::string& x) {
    const std::string name = x + "_active";
    switch (activation) {
        case Activation::LeakyRelu:
            build.node("LeakyRelu", {x}, name);
            build.attribute("alpha", kLeakySlope);
            return name;
        case Activation::Tanh:
            return build.node("Tanh", {x}, name);
        case Activation::Sigmoid:
            return build.node("Sigmoid", {x}, name);
        case Activation::Relu:
            break;
    }
    return build.node("Relu", {x}, name);
}

std::string features(Builder& build, const NcfModel& model) {
    const auto& shape = model->config();
    std::string gmf;
    if (shape.gmf) {
        gmf = build.node("Mul",
                         {rows(build, "gmf_user", model->gmfUser, "user"),
                          rows(build, "gmf_item", model->gmfItem, "item")},
                         "gmf");
    }
    if (!shape.mlp) {
        return gmf;
    }
    auto hidden = sideBySide(build, rows(build, "mlp_user", model->mlpUser, "user"),
                             rows(build, "mlp_item", model->mlpItem, "item"), "mlp");
    for (std::size_t layer = 0; layer < model->towerWeight.size(); ++layer) {
        hidden = activated(build, shape.activation,
                           dense(build, "tower_" + std::to_string(layer), hidden,
                                 model->towerWeight[layer], model->towerBias[layer]));
    }
    return shape.gmf ? sideBySide(build, gmf, hidden, "features") : hidden;
}

void addGraph(onnx::GraphProto& graph, const Exported& exported) {
    graph.set_name("NcfModel");
    for (const char* const input : {"user", "item"}) {
        Builder::describe(graph.add_input(), input, onnx::TensorProto::INT64);
    }
    for (const char* const output : {"score", "logit"}) {
        Builder::describe(graph.add_output(), output, onnx::TensorProto::FLOAT);
    }
    Builder build(graph);
    const auto& model = exported.model;
    const auto column =
        dense(build, "output", features(build, model), model->outputWeight, model->outputBias);
    const auto axes = build.values("column", torch::tensor({1}, torch::kInt64));
    const auto logit = build.node("Squeeze", {column, axes}, "logit");
    if (exported.onlyRanks) {
        build.node("Identity", {logit}, "score");
        return;
    }
    if (!exported.scale) {
        build.node("Sigmoid", {logit}, "score");
        return;
    }
    const auto share = build.node("Sigmoid", {logit}, "share");
    const auto [low, high] = *exported.scale;
    const auto above =
        build.node("Mul", {share, build.values("range", torch::tensor(high - low))}, "above");
    build.node("Add", {above, build.values("lowest", torch::tensor(low))}, "score");
}

}  // namespace

Status writeOnnx(const Exported& exported, const std::filesystem::path& file) {
    std::size_t bytes = 0;
    for (const auto& parameter : exported.model->parameters()) {
        bytes += parameter.nbytes();
    }
    if (bytes > kMostBytes) {
        return Error{ErrorKind::BadInput, "The model is larger than the 2 GB of an ONNX file.",
                     "Export it as TorchScript."};
    }
    onnx::ModelProto model;
    model.set_ir_version(kFormat);
    model.set_producer_name("NCF Studio");
    model.add_opset_import()->set_version(kOpset);
    addGraph(*model.mutable_graph(), exported);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    return model.SerializeToOstream(&out) && out.flush() ? Status() : notWritten();
}

}  // namespace ncf
