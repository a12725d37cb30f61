#include "recommendations/map_style.h"

#include "theme/theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>

namespace ncf {

namespace {

constexpr int kColours = 7;  // of the theme's series before they come again

QString tr(const char* text) {
    return QCoreApplication::translate("ncf::MapStyle", text);
}

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
    const auto mix = [&](int x, int y) {
        return static_cast<int>(std::lround(x + (y - x) * shareOfB));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QString named(const QString& name, std::size_t count) {
    return QStringLiteral("%1 (%2)").arg(name, QLocale().toString(static_cast<qulonglong>(count)));
}

std::map<std::string, std::size_t> countGenres(const EmbeddingMap& map) {
    std::map<std::string, std::size_t> counts;
    for (const auto& entry : map.entries) {
        ++counts[entry.genre()];
    }
    return counts;
}

MapStyle byGenre(const EmbeddingMap& map) {
    auto counts = countGenres(map);
    counts.erase("");
    std::vector<std::pair<std::string, std::size_t>> order(counts.begin(), counts.end());
    std::ranges::stable_sort(order, std::greater<>(), [](const auto& each) { return each.second; });
    order.resize(std::min<std::size_t>(order.size(), kColours));
    MapStyle style;
    std::map<std::string, std::uint8_t> classOf;
    std::size_t rest = map.entries.size();
    for (const auto& [genre, count] : order) {
        const auto place = static_cast<std::uint8_t>(style.classes.size());
        classOf[genre] = place;
        style.classes.push_back(
            {named(QString::fromStdString(genre), count), Theme::series(place)});
        rest -= count;
    }
    const auto other = static_cast<std::uint8_t>(style.classes.size());
    if (rest > 0) {
        style.classes.push_back({named(tr("other"), rest), Theme::edge()});
    }
    for (const auto& entry : map.entries) {
        const auto found = classOf.find(entry.genre());
        style.classOf.push_back(found == classOf.end() ? other : found->second);
    }
    return style;
}

// From orange for the rarest to blue for the most popular: apart for the colour-blind as well.
MapStyle byPopularity(const EmbeddingMap& map) {
    constexpr std::size_t kClasses = 5;
    std::vector<std::uint32_t> sorted;
    for (const auto& entry : map.entries) {
        sorted.push_back(entry.popularity);
    }
    std::ranges::sort(sorted);
    std::vector<std::uint32_t> lows;  // the least popularity of each class
    for (std::size_t i = 0; i < kClasses && !sorted.empty(); ++i) {
        lows.push_back(sorted[i * sorted.size() / kClasses]);
    }
    lows.erase(std::unique(lows.begin(), lows.end()), lows.end());
    MapStyle style;
    const QLocale locale;
    for (std::size_t i = 0; i < lows.size(); ++i) {
        const auto high = i + 1 < lows.size() ? lows[i + 1] - 1 : sorted.back();
        const auto text = high > lows[i] ? QStringLiteral("%1–%2").arg(locale.toString(lows[i]),
                                                                       locale.toString(high))
                                         : locale.toString(lows[i]);
        const double share =
            lows.size() < 2 ? 1.0 : static_cast<double>(i) / static_cast<double>(lows.size() - 1);
        style.classes.push_back({text, mixed(Theme::series(1), Theme::series(0), share)});
    }
    for (const auto& entry : map.entries) {
        const auto above = std::ranges::upper_bound(lows, entry.popularity);
        style.classOf.push_back(static_cast<std::uint8_t>(above - lows.begin() - 1));
    }
    return style;
}

// The genre that is most more frequent in a cluster than on the whole map; empty for none.
std::string typicalGenre(const std::map<std::string, std::size_t>& within, std::size_t size,
                         const std::map<std::string, std::size_t>& everywhere, std::size_t total) {
    constexpr double kLeastShare = 0.1;  // of the cluster: a few of a rare genre are chance
    std::string typical;
    double most = 1.2;
    for (const auto& [genre, count] : within) {
        const double share = static_cast<double>(count) / static_cast<double>(size);
        const double expected =
            static_cast<double>(everywhere.at(genre)) / static_cast<double>(total);
        if (!genre.empty() && share >= kLeastShare && share / expected > most) {
            most = share / expected;
            typical = genre;
        }
    }
    return typical;
}

MapStyle byCluster(const EmbeddingMap& map) {
    const auto everywhere = countGenres(map);
    std::vector<std::map<std::string, std::size_t>> genres(kMapClusters);
    std::vector<std::size_t> sizes(kMapClusters);
    MapStyle style;
    for (const auto& entry : map.entries) {
        const auto cluster = static_cast<std::size_t>(entry.cluster);
        ++genres[cluster][entry.genre()];
        ++sizes[cluster];
        style.classOf.push_back(static_cast<std::uint8_t>(cluster));
    }
    for (std::size_t cluster = 0; cluster < kMapClusters && sizes[cluster] > 0; ++cluster) {
        const auto genre =
            typicalGenre(genres[cluster], sizes[cluster], everywhere, map.entries.size());
        const auto number = QString::number(cluster + 1);
        const auto place = static_cast<int>(cluster);
        // The second time around in a tone that lies farther from the ground.
        const auto colour = place < kColours ? Theme::series(place)
                                             : mixed(Theme::series(place), Theme::text(), 0.55);
        style.classes.push_back({named(genre.empty() ? number
                                                     : QStringLiteral("%1 %2").arg(
                                                           number, QString::fromStdString(genre)),
                                       sizes[cluster]),
                                 colour});
    }
    return style;
}

}  // namespace

bool hasGenres(const EmbeddingMap& map) {
    return std::ranges::any_of(map.entries,
                               [](const MapEntry& entry) { return !entry.genres.empty(); });
}

MapStyle mapStyle(const EmbeddingMap& map, MapColouring colouring) {
    return colouring == MapColouring::Genre        ? byGenre(map)
           : colouring == MapColouring::Popularity ? byPopularity(map)
                                                   : byCluster(map);
}

}  // namespace ncf
