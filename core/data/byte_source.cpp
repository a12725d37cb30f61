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

// The way down to a file that is packed several times: which one of each layer's archive; 0 in a
// single compressed file.
using Layers = std::vector<std::uint64_t>;

Result<std::unique_ptr<ByteSource>> contentAt(const PlainFile& file, const Layers& layers) {
    std::unique_ptr<ByteSource> bytes = std::make_unique<PlainFile>(file.again());
    for (const auto index : layers) {
        auto packed = PackedFile::open(std::move(bytes), file.name());
        if (!packed) {
            return packed.error();
        }
        if (const auto status = (*packed)->goTo(index); !status) {
            return status.error();
        }
        bytes = std::move(*packed);
    }
    return bytes;
}

Result<std::unique_ptr<PackedFile>> packedAt(const PlainFile& file, const Layers& layers) {
    auto bytes = contentAt(file, layers);
    if (!bytes) {
        return bytes.error();
    }
    return PackedFile::open(std::move(*bytes), file.name());
}

Result<OpenedFile> openPacked(const PlainFile& file) {
    OpenedFile result;
    result.name = file.name();
    result.packed = true;
    Layers layers;
    while (layers.size() < kMostLayers) {
        auto packed = packedAt(file, layers);
        if (!packed) {
            return packed.error();
        }
        if (!(*packed)->packs()) {
            auto bytes = contentAt(file, layers);
            if (!bytes) {
                return bytes.error();
            }
            result.packed = !layers.empty();
            result.bytes = std::move(*bytes);
            return result;
        }
        std::uint64_t index = 0;
        if (!(*packed)->single()) {
            const auto chosen = (*packed)->choose();
            if (!chosen) {
                return chosen.error();
            }
            index = *chosen;
            packed = packedAt(file, layers);
            if (!packed) {
                return packed.error();
            }
        }
        if (const auto status = (*packed)->goTo(index); !status) {
            return status.error();
        }
        if (auto member = (*packed)->member(); !member.empty()) {
            result.member = std::move(member);
        }
        const auto beginning = (*packed)->peek(kMagicBytes);
        if (const auto status = (*packed)->status(); !status) {
            return status.error();
        }
        if (beginning.empty()) {
            return Error{ErrorKind::BadInput, file.name() + " holds nothing but an empty file.",
                         "Choose a file with one interaction per line."};
        }
        if (!looksPacked(beginning)) {
            result.bytes = std::move(*packed);
            return result;
        }
        layers.push_back(index);
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
    if (looksPacked(beginning)) {
        return openPacked(*plain);
    }
    OpenedFile result;
    result.name = plain->name();
    result.bytes = std::make_unique<PlainFile>(std::move(*plain));
    return result;
}

}  // namespace ncf
