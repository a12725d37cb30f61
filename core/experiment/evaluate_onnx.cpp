// Debian has no ONNX runtime for C++, so that a written file is checked by evaluating its graph
// here: just the operators that writeOnnx() uses, on LibTorch's tensors, by the words of the ONNX
// specification rather than by what was meant.

#include "experiment/exported_model.h"

#include <cstring>
#include <fstream>
#include <map>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <string>
#include <vector>

namespace ncf {

namespace {

using Values = std::map<std::string, torch::Tensor>;

class Attributes {
public:
    explicit Attributes(const onnx::NodeProto& node) : node_(node) {}

    std::int64_t whole(const std::string& name, std::int64_t otherwise) const {
        const auto* const found = find(name);
        return found ? found->i() : otherwise;
    }
    double decimal(const std::string& name, double otherwise) const {
        const auto* const found = find(name);
        return found ? static_cast<double>(found->f()) : otherwise;
    }

private:
    const onnx::AttributeProto* find(const std::string& name) const {
        for (const auto& attribute : node_.attribute()) {
            if (attribute.name() == name) {
                return &attribute;
            }
        }
        return nullptr;
    }

    const onnx::NodeProto& node_;
};

Result<torch::Tensor> tensorOf(const onnx::TensorProto& proto) {
    const bool whole = proto.data_type() == onnx::TensorProto::INT64;
    if (!whole && proto.data_type() != onnx::TensorProto::FLOAT) {
        return unlikeWritten("“" + proto.name() + "” has another type");
    }
    const std::vector<std::int64_t> sizes(proto.dims().begin(), proto.dims().end());
    auto tensor = torch::empty(sizes, whole ? torch::kInt64 : torch::kFloat32);
    const auto& raw = proto.raw_data();
    if (raw.size() != tensor.nbytes()) {
        return unlikeWritten("“" + proto.name() + "” has another size");
    }
    std::memcpy(tensor.data_ptr(), raw.data(), raw.size());
    return tensor;
}

torch::Tensor gemm(const Attributes& attributes, const std::vector<torch::Tensor>& in) {
    const auto a = attributes.whole("transA", 0) != 0 ? in[0].t() : in[0];
    const auto b = attributes.whole("transB", 0) != 0 ? in[1].t() : in[1];
    auto product = torch::mm(a, b) * attributes.decimal("alpha", 1);
    return in.size() > 2 ? product + in[2] * attributes.decimal("beta", 1) : product;
}

Result<torch::Tensor> evaluate(const onnx::NodeProto& node, const std::vector<torch::Tensor>& in) {
    const Attributes attributes(node);
    const auto& operation = node.op_type();
    if (operation == "Gather") {
        return torch::index_select(in[0], attributes.whole("axis", 0), in[1]);
    }
    if (operation == "Mul") {
        return in[0] * in[1];
    }
    if (operation == "Add") {
        return in[0] + in[1];
    }
    if (operation == "Concat") {
        return torch::cat(in, attributes.whole("axis", 0));
    }
    if (operation == "Gemm") {
        return gemm(attributes, in);
    }
    if (operation == "Relu") {
        return torch::relu(in[0]);
    }
    if (operation == "LeakyRelu") {
        return torch::leaky_relu(in[0], attributes.decimal("alpha", 0.01));
    }
    if (operation == "Tanh") {
        return torch::tanh(in[0]);
    }
    if (operation == "Identity") {
        return in[0];
    }
    if (operation == "Sigmoid") {
        return torch::sigmoid(in[0]);
    }
    if (operation == "Squeeze" && in.size() == 2) {
        return in[0].squeeze(in[1].item<std::int64_t>());
    }
    return unlikeWritten("it has an operator “" + operation + "”");
}

Status evaluate(const onnx::GraphProto& graph, Values& values) {
    for (const auto& initializer : graph.initializer()) {
        auto tensor = tensorOf(initializer);
        if (!tensor) {
            return tensor.error();
        }
        values[initializer.name()] = std::move(*tensor);
    }
    for (const auto& node : graph.node()) {
        std::vector<torch::Tensor> inputs;
        for (const auto& name : node.input()) {
            const auto found = values.find(name);
            if (found == values.end()) {
                return unlikeWritten("“" + node.name() + "” takes an unknown “" + name + "”");
            }
            inputs.push_back(found->second);
        }
        auto output = evaluate(node, inputs);
        if (!output) {
            return output.error();
        }
        values[node.output(0)] = std::move(*output);
    }
    return {};
}

}  // namespace

Result<torch::Tensor> scoresOfOnnx(const std::filesystem::path& file, const torch::Tensor& users,
                                   const torch::Tensor& items) {
    onnx::ModelProto model;
    std::ifstream in(file, std::ios::binary);
    if (!model.ParseFromIstream(&in)) {
        return unlikeWritten("it cannot be read back");
    }
    // Throws what it finds; with it, nodes have the inputs and outputs of their operators.
    onnx::checker::check_model(model);
    Values values = {{"user", users}, {"item", items}};
    if (auto status = evaluate(model.graph(), values); !status) {
        return status.error();
    }
    const auto score = values.find("score");
    return score != values.end() ? Result(score->second)
                                 : unlikeWritten("it has no output “score”");
}

}  // namespace ncf
