#pragma once

#include "experiment/loaded_run.h"
#include "recommendation/principal_components.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

enum class MapOf { Items, Users };

// What a point of the map stands for.
struct MapEntry {
    std::string id;
    std::string title;             // empty when unknown, and for users
    std::string genres;            // "Comedy|Drama"; empty when unknown, and for users
    std::uint32_t popularity = 0;  // interactions in the whole dataset
    int cluster = 0;               // from 0, the largest first; of at most kMapClusters

    // The first of the genres; empty when unknown.
    std::string genre() const { return genres.substr(0, genres.find('|')); }
    const std::string& name() const { return title.empty() ? id : title; }
};

inline constexpr std::size_t kMapClusters = 12;

// What a run learnt of the items or the users, as a picture: entry i, vector i and point i are item
// or user i.
struct EmbeddingMap {
    MapOf of = MapOf::Items;
    // The embeddings at length 1: near is what points the same way, as for similar items.
    std::shared_ptr<const Vectors> vectors;
    std::vector<MapEntry> entries;
    std::vector<PlanePoint> points;  // in the two directions of largest variance
    std::array<double, 2> share{};   // of the variance along x and y, 0..1
};

// The map by principal components; neighbourLayout() of its vectors and points makes another one.
// `seed` decides the clusters. Errors: a run without a network, weights that are not numbers, or
// `stop`.
Result<EmbeddingMap> embeddingMap(const LoadedRun& run, MapOf of, std::uint64_t seed,
                                  std::stop_token stop = {});

// Up to `limit` points that a text finds: items as findItems() does, users whose id begins with it.
std::vector<std::uint32_t> findOnMap(const ProjectData& data, MapOf of, const std::string& text,
                                     int limit);

// The coordinates as CSV, "id,title,x,y,cluster,genres,popularity", a line for each point; clusters
// count from 1.
std::string mapCsv(std::span<const MapEntry> entries, std::span<const PlanePoint> points);

}  // namespace ncf
