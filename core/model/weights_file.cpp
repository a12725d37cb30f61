#include "model/weights_file.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cstring>

namespace ncf {

namespace {

static_assert(std::endian::native == std::endian::little,
              "weights are stored as they are in memory");

constexpr std::size_t kLengthBytes = 8;

Status damaged(const std::string& what) {
    return Error{ErrorKind::BadInput, "The stored weights cannot be used: " + what + ".",
                 "Train the model again."};
}

}  // namespace

std::string weightsToBytes(const NcfModel& model) {
    nlohmann::ordered_json header;
    std::string values;
    for (const auto& entry : model->named_parameters()) {
        const auto tensor = entry.value().detach().to(torch::kCPU).contiguous();
        const std::size_t begin = values.size();
        values.append(reinterpret_cast<const char*>(tensor.data_ptr<float>()), tensor.nbytes());
        header[entry.key()] = {{"dtype", "F32"},
                               {"shape", tensor.sizes().vec()},
                               {"data_offsets", {begin, values.size()}}};
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    std::string bytes(kLengthBytes, '\0');
    std::memcpy(bytes.data(), &length, kLengthBytes);
    return bytes + text + values;
}

Status weightsFromBytes(const std::string& bytes, NcfModel& model) {
    std::uint64_t length = 0;
    if (bytes.size() < kLengthBytes) {
        return damaged("they are cut short");
    }
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > bytes.size() - kLengthBytes) {
        return damaged("they are cut short");
    }
    const auto header = nlohmann::json::parse(
        bytes.begin() + kLengthBytes,
        bytes.begin() + kLengthBytes + static_cast<std::ptrdiff_t>(length), nullptr, false);
    if (!header.is_object()) {
        return damaged("their header is not JSON");
    }
    const char* values = bytes.data() + kLengthBytes + length;
    const std::uint64_t available = bytes.size() - kLengthBytes - length;

    const torch::NoGradGuard noGrad;
    std::vector<std::pair<torch::Tensor, torch::Tensor>> assignments;
    for (auto& entry : model->named_parameters()) {
        try {
            const auto& described = header.at(entry.key());
            const auto shape = described.at("shape").get<std::vector<std::int64_t>>();
            const auto begin = described.at("data_offsets").at(0).get<std::uint64_t>();
            const auto end = described.at("data_offsets").at(1).get<std::uint64_t>();
            const auto tensor = entry.value();
            if (described.at("dtype") != "F32" || shape != tensor.sizes().vec() || begin > end ||
                end > available || end - begin != tensor.nbytes()) {
                return damaged("“" + entry.key() + "” has another shape than the model");
            }
            auto read = torch::empty(shape);
            std::memcpy(read.data_ptr<float>(), values + begin, end - begin);
            assignments.emplace_back(tensor, read);
        } catch (const nlohmann::json::exception&) {
            return damaged("“" + entry.key() + "” is missing or not described");
        }
    }
    for (auto& [target, source] : assignments) {
        target.copy_(source);
    }
    return {};
}

}  // namespace ncf
