#pragma once

#include "experiment/embedding_map.h"

#include <QColor>
#include <QString>

#include <cstdint>
#include <vector>

namespace ncf {

enum class MapColouring { Genre, Popularity, Cluster };

// What points of one colour have in common.
struct MapClass {
    QString name;
    QColor colour;
};

// The class of each point; at most 12 classes.
struct MapStyle {
    std::vector<MapClass> classes;
    std::vector<std::uint8_t> classOf;
};

// In the theme's colours of now. By genre: the most frequent first genres, the rest together. By
// popularity: about equally many points in each class. Clusters are named by the genre that is most
// more frequent in them than elsewhere.
MapStyle mapStyle(const EmbeddingMap& map, MapColouring colouring);

// Some entry has a genre.
bool hasGenres(const EmbeddingMap& map);

}  // namespace ncf
