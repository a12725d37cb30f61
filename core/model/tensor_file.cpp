#include "model/tensor_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

namespace ncf {

namespace {

static_assert(std::endian::native == std::endian::little,
              "tensors are stored as they are in memory");

constexpr std::size_t kLengthBytes = 8;
constexpr auto kWords = "__metadata__";
constexpr std::array<std::pair<const char*, torch::ScalarType>, 3> kTypes = {
    {{"F32", torch::kFloat32}, {"I64", torch::kInt64}, {"U8", torch::kUInt8}}};

const char* typeName(torch::ScalarType type) {
    for (const auto& [name, known] : kTypes) {
        if (known == type) {
            return name;
        }
    }
    throw std::invalid_argument("a tensor of a type that cannot be stored");
}

Error damaged(const std::string& what) {
    return {ErrorKind::BadInput, "The stored tensors cannot be used: " + what + ".",
            "Train the model again."};
}

// The tensor that `described` places in the `available` bytes at `values`; undefined if it is not
// within them. Throws JSON's exceptions.
torch::Tensor readTensor(const nlohmann::json& described, const char* values,
                         std::uint64_t available) {
    const auto shape = described.at("shape").get<std::vector<std::int64_t>>();
    const auto begin = described.at("data_offsets").at(0).get<std::uint64_t>();
    const auto end = described.at("data_offsets").at(1).get<std::uint64_t>();
    const auto type = described.at("dtype").get<std::string>();
    const auto known = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const auto& entry) { return entry.first == type; });
    if (known == kTypes.end() || begin > end || end > available) {
        return {};
    }
    auto bytes = static_cast<std::uint64_t>(torch::elementSize(known->second));
    for (const std::int64_t size : shape) {
        if (size < 0 || (size > 0 && bytes > available / static_cast<std::uint64_t>(size))) {
            return {};
        }
        bytes *= static_cast<std::uint64_t>(size);
    }
    if (bytes != end - begin) {
        return {};
    }
    auto tensor = torch::empty(shape, known->second);
    // Not memcpy, which may not be given the null pointer of an empty tensor.
    std::copy_n(values + begin, bytes, static_cast<char*>(tensor.data_ptr()));
    return tensor;
}

}  // namespace

std::string toBytes(const TensorFile& file) {
    nlohmann::ordered_json header;
    if (!file.words.empty()) {
        header[kWords] = file.words;
    }
    std::vector<torch::Tensor> stored;
    std::size_t size = 0;
    for (const auto& [name, tensor] : file.tensors) {
        stored.push_back(tensor.detach().to(torch::kCPU).contiguous());
        header[name] = {{"dtype", typeName(tensor.scalar_type())},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", {size, size + stored.back().nbytes()}}};
        size += stored.back().nbytes();
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    std::string bytes(kLengthBytes, '\0');
    bytes.reserve(kLengthBytes + text.size() + size);
    std::memcpy(bytes.data(), &length, kLengthBytes);
    bytes += text;
    for (const auto& tensor : stored) {
        bytes.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
    }
    return bytes;
}

Result<TensorFile> tensorFileFromBytes(const std::string& bytes) {
    std::uint64_t length = 0;
    if (bytes.size() < kLengthBytes) {
        return damaged("they are cut short");
    }
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > bytes.size() - kLengthBytes) {
        return damaged("they are cut short");
    }
    const auto headerEnd = bytes.begin() + static_cast<std::ptrdiff_t>(
                                               kLengthBytes + static_cast<std::size_t>(length));
    const auto header =
        nlohmann::json::parse(bytes.begin() + kLengthBytes, headerEnd, nullptr, false);
    if (!header.is_object()) {
        return damaged("their header is not JSON");
    }
    TensorFile file;
    for (const auto& [name, described] : header.items()) {
        try {
            if (name == kWords) {
                file.words = described.get<std::map<std::string, std::string>>();
                continue;
            }
            const auto tensor = readTensor(described, bytes.data() + kLengthBytes + length,
                                           bytes.size() - kLengthBytes - length);
            if (!tensor.defined()) {
                return damaged("“" + name + "” is not where it should be");
            }
            file.tensors[name] = tensor;
        } catch (const nlohmann::json::exception&) {
            return damaged("“" + name + "” is not described");
        }
    }
    return file;
}

}  // namespace ncf
