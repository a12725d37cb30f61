#include "experiment/embedding_map.h"

#include "base/text.h"
#include "experiment/embeddings.h"
#include "experiment/item_search.h"
#include "recommendation/clusters.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

// Rows of zeros stay as they are. False if a value is not a finite number.
bool makeUnitLength(Vectors& vectors) {
    for (std::size_t row = 0; row < vectors.count; ++row) {
        const auto values = vectors.row(row);
        const double square = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
        if (!std::isfinite(square)) {
            return false;
        }
        const auto scale = square > 0 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
        for (float& value : values) {
            value *= scale;
        }
    }
    return true;
}

std::vector<MapEntry> entriesOf(const ProjectData& data, MapOf of) {
    std::vector<MapEntry> entries;
    if (of == MapOf::Items) {
        for (std::size_t at = 0; at < data.dataset.itemCount(); ++at) {
            const auto item = static_cast<ItemIndex>(at);
            const auto& info = data.infoOf(item);
            entries.push_back(
                {data.dataset.items().id(item), info.title, info.genres, data.popularity[at], 0});
        }
    } else {
        for (std::size_t at = 0; at < data.dataset.userCount(); ++at) {
            const auto user = static_cast<UserIndex>(at);
            entries.push_back({data.dataset.users().id(user), "", "",
                               static_cast<std::uint32_t>(data.dataset.itemsOf(user).size()), 0});
        }
    }
    return entries;
}

}  // namespace

Result<EmbeddingMap> embeddingMap(const LoadedRun& run, MapOf of, std::uint64_t seed,
                                  std::stop_token stop) {
    auto embeddings = of == MapOf::Items ? itemEmbeddings(run) : userEmbeddings(run);
    if (!embeddings) {
        return embeddings.error();
    }
    EmbeddingMap map;
    map.of = of;
    map.entries = entriesOf(run.data(), of);
    if (embeddings->count != map.entries.size() || !makeUnitLength(*embeddings)) {
        return Error{ErrorKind::BadInput,
                     "The weights of run “" + run.record().name +
                         "” cannot be drawn: some are "
                         "not numbers.",
                     "Train it again with a lower learning rate."};
    }
    auto plane = principalPlane(*embeddings);
    if (stop.stop_requested()) {
        return cancelled();
    }
    const auto cluster = clusters(*embeddings, kMapClusters, seed);
    for (std::size_t i = 0; i < cluster.size(); ++i) {
        map.entries[i].cluster = cluster[i];
    }
    map.vectors = std::make_shared<const Vectors>(std::move(*embeddings));
    map.points = std::move(plane.points);
    map.share = plane.share;
    return map;
}

std::vector<std::uint32_t> findOnMap(const ProjectData& data, MapOf of, const std::string& text,
                                     int limit) {
    std::vector<std::uint32_t> found;
    if (of == MapOf::Items) {
        for (const ItemIndex item : findItems(data, text, limit)) {
            found.push_back(static_cast<std::uint32_t>(item));
        }
        return found;
    }
    for (std::size_t at = 0;
         at < data.dataset.userCount() && found.size() < static_cast<std::size_t>(limit); ++at) {
        if (data.dataset.users().id(static_cast<UserIndex>(at)).starts_with(text)) {
            found.push_back(static_cast<std::uint32_t>(at));
        }
    }
    return found;
}

std::string mapCsv(std::span<const MapEntry> entries, std::span<const PlanePoint> points) {
    std::string csv = "id,title,x,y,cluster,genres,popularity\n";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        csv += csvField(entry.id) + "," + csvField(entry.title) + "," +
               shortest(decimal(points[i].x)) + "," + shortest(decimal(points[i].y)) + "," +
               std::to_string(entry.cluster + 1) + "," + csvField(entry.genres) + "," +
               std::to_string(entry.popularity) + "\n";
    }
    return csv;
}

}  // namespace ncf
