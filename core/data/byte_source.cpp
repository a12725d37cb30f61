#include "data/byte_source.h"

#include "data/packed_file.h"
#include "data/plain_file.h"

#include <string_view>
#include <utility>
#include <vector>

namespace ncf {

namespace {

// A compressed file in an archive in an archive is as deep as anybody packs; who packs deeper means
// harm.
constexpr std::size_t kMostLayers = 4;

// One step of the way down to a file that is packed several times.
struct Layer {
    Packing packing;
    std::uint64_t index = 0;  // of the file in an archive
};

// The layers are opened anew wherever an archive was gone through to its end.
Result<std::unique_ptr<ByteSource>> contentAt(const PlainFile& file,
                                              const std::vector<Layer>& layers) {
    std::unique_ptr<ByteSource> bytes = std::make_unique<PlainFile>(file.again());
    for (const auto& layer : layers) {
        auto packed = PackedFile::open(std::move(bytes), layer.packing, file.name());
        if (!packed) {
            return packed.error();
        }
        if (const auto status = (*packed)->goTo(layer.index); !status) {
            return status.error();
        }
        bytes = std::move(*packed);
    }
    return bytes;
}

Result<std::unique_ptr<PackedFile>> packedAt(const PlainFile& file,
                                             const std::vector<Layer>& layers, Packing packing) {
    auto bytes = contentAt(file, layers);
    if (!bytes) {
        return bytes.error();
    }
    return PackedFile::open(std::move(*bytes), packing, file.name());
}

Result<OpenedFile> openPacked(const PlainFile& file, Packing packing) {
    OpenedFile result;
    result.name = file.name();
    std::vector<Layer> layers;
    while (layers.size() < kMostLayers) {
        auto packed = packedAt(file, layers, packing);
        if (!packed) {
            return packed.error();
        }
        if (!(*packed)->packs()) {
            auto bytes = contentAt(file, layers);
            if (!bytes) {
                return bytes.error();
            }
            result.bytes = std::move(*bytes);
            return result;
        }
        Layer layer{packing};
        if (packing == Packing::Archive) {
            const auto chosen = (*packed)->choose();
            if (!chosen) {
                return chosen.error();
            }
            layer.index = *chosen;
            packed = packedAt(file, layers, packing);
            if (!packed) {
                return packed.error();
            }
        }
        if (const auto status = (*packed)->goTo(layer.index); !status) {
            return status.error();
        }
        result.packed = true;
        if (packing == Packing::Archive) {
            result.member = (*packed)->member();
        }
        const auto beginning = (*packed)->peek(kMagicBytes);
        if (beginning.empty()) {
            if (const auto status = (*packed)->status(); !status) {
                return status.error();
            }
            return Error{ErrorKind::BadInput, file.name() + " holds nothing but an empty file.",
                         "Choose a file with one interaction per line."};
        }
        const auto next = packingOf(beginning);
        if (!next) {
            result.bytes = std::move(*packed);
            return result;
        }
        layers.push_back(layer);
        packing = *next;
    }
    return Error{ErrorKind::BadInput,
                 file.name() + " is packed more than " + std::to_string(kMostLayers) + " times.",
                 "Unpack it and choose the file with the interactions."};
}

}  // namespace

Result<OpenedFile> openBytes(const std::filesystem::path& file) {
    auto plain = PlainFile::open(file);
    if (!plain) {
        return plain.error();
    }
    std::string beginning(kMagicBytes, '\0');
    auto first = plain->again();
    beginning.resize(first.read(beginning.data(), beginning.size()));
    if (const auto status = first.status(); !status) {
        return status.error();
    }
    if (const auto packing = packingOf(beginning)) {
        return openPacked(*plain, *packing);
    }
    OpenedFile result;
    result.name = plain->name();
    result.bytes = std::make_unique<PlainFile>(std::move(*plain));
    return result;
}

}  // namespace ncf
