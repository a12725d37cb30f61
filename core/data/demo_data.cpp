#include "data/demo_data.h"

#include "base/random.h"
#include "data/demo_titles.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ncf {

namespace {

// All arithmetic here is on integers: floating point could round differently on another machine and
// change the bytes.
using G = DemoGenre;
using Tastes = std::array<int, kDemoGenres>;  // per genre, −100 (avoids) … 100 (loves)

constexpr int kMinPerUser = 20;
constexpr int kAffinityLimit = 130;
constexpr std::size_t kTones = 3;  // moods that cut across genres: dark or light, slow or fast …
constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kFirstDay = 16436;  // 2015-01-01, in days since 1970
constexpr std::int64_t kLastDay = 20088;   // 2024-12-31

struct TasteCluster {
    std::uint32_t share;  // of the users, in arbitrary units
    std::array<DemoGenre, 3> loves;
    std::array<DemoGenre, 3> avoids;
    int favouriteYear;
};

constexpr std::array<TasteCluster, 11> kClusters = {{
    {14,
     {G::Action, G::ScienceFiction, G::Adventure},
     {G::Romance, G::Musical, G::Documentary},
     2010},
    {13, {G::Comedy, G::Romance, G::Drama}, {G::Horror, G::Western, G::ScienceFiction}, 2005},
    {11, {G::Horror, G::Thriller, G::ScienceFiction}, {G::Musical, G::Romance, G::Animation}, 2005},
    {11, {G::Drama, G::Documentary, G::Romance}, {G::Action, G::Horror, G::Animation}, 1995},
    {10, {G::Crime, G::Thriller, G::Drama}, {G::Animation, G::Musical, G::Fantasy}, 1995},
    {9, {G::Animation, G::Fantasy, G::Comedy}, {G::Horror, G::Crime, G::Western}, 2010},
    {9, {G::Fantasy, G::Adventure, G::ScienceFiction}, {G::Documentary, G::Drama, G::Crime}, 2005},
    {7, {G::Western, G::Adventure, G::Crime}, {G::Romance, G::Animation, G::ScienceFiction}, 1965},
    {6, {G::Musical, G::Romance, G::Comedy}, {G::Action, G::Horror, G::Thriller}, 1965},
    {6, {G::Documentary, G::Crime, G::Musical}, {G::Fantasy, G::Action, G::Romance}, 2000},
    {4, {G::Horror, G::Fantasy, G::Comedy}, {G::Drama, G::Western, G::Documentary}, 1985},
}};

constexpr std::array kFirstNames = {
    "aisha", "alba",   "anton", "bela",  "bruno", "carla", "chen",  "dara", "dora", "edda",
    "elif",  "emil",   "enzo",  "fay",   "felix", "freya", "gita",  "hana", "hugo", "ida",
    "ilse",  "ivan",   "jana",  "jonas", "juno",  "karim", "kenji", "lea",  "leon", "lila",
    "luca",  "mara",   "mika",  "mira",  "nadia", "nils",  "noor",  "olga", "omar", "otto",
    "paula", "pia",    "rafa",  "rosa",  "sami",  "selma", "tariq", "thea", "timo", "uma",
    "vera",  "viktor", "wanda", "wim",   "yara",  "yuki",  "zeno",  "zora",
};

struct Film {
    DemoFilm about;
    std::int64_t popularity = 0;
    int quality = 0;                  // −60 … 60, in hundredths of a star
    std::array<int, kTones> tones{};  // −10 … 10
};

struct Person {
    std::string id;
    Tastes tastes{};
    std::array<int, kTones> tones{};  // −10 … 10
    int favouriteYear = 0;
    int generosity = 0;  // hundredths of a star
    int ratings = 0;     // how many to give
};

struct Rating {
    std::int64_t time = 0;
    int person = 0;
    int film = 0;
    int stars = 0;
};

// Uniform in −limit … limit.
int around(int limit, Random& random) {
    return static_cast<int>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
}

// Bell-shaped in −3·limit … 3·limit.
int bell(int limit, Random& random) {
    return around(limit, random) + around(limit, random) + around(limit, random);
}

std::string padded(int number) {
    std::string digits = std::to_string(number);
    return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

std::vector<Film> makeFilms(int count, Random& random) {
    std::vector<int> ranks(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ranks[static_cast<std::size_t>(i)] = i;
    }
    random.shuffle(ranks);
    std::vector<Film> films;
    for (DemoFilm& about : makeDemoFilms(count, random)) {
        Film film;
        film.about = std::move(about);
        // A few films that many have seen, and a long tail: about one over the rank at first, one
        // over its square later.
        const std::int64_t rank = std::int64_t{1000} * ranks[films.size()] / count;
        film.popularity = 400'000'000 / (1500 + 25 * rank + rank * rank / 8);
        film.quality = around(60, random);
        for (int& tone : film.tones) {
            tone = around(10, random);
        }
        films.push_back(std::move(film));
    }
    return films;
}

const TasteCluster& makeCluster(Random& random) {
    std::uint32_t total = 0;
    for (const TasteCluster& cluster : kClusters) {
        total += cluster.share;
    }
    std::uint32_t point = random.below(total);
    std::size_t cluster = 0;
    while (point >= kClusters[cluster].share) {
        point -= kClusters[cluster].share;
        ++cluster;
    }
    return kClusters[cluster];
}

// Adds `percent` of the cluster's likes and dislikes.
void addTastes(Tastes& tastes, const TasteCluster& cluster, int percent) {
    constexpr std::array kLoves = {100, 80, 55};
    constexpr std::array kAvoids = {-80, -60, -45};
    for (std::size_t i = 0; i < 3; ++i) {
        tastes[static_cast<std::size_t>(cluster.loves[i])] += kLoves[i] * percent / 100;
        tastes[static_cast<std::size_t>(cluster.avoids[i])] += kAvoids[i] * percent / 100;
    }
}

std::vector<Person> makePeople(const DemoDataOptions& options, Random& random) {
    std::vector<Person> people;
    std::vector<std::int64_t> diligence;
    std::int64_t diligenceSum = 0;
    for (int i = 0; i < options.users; ++i) {
        Person person;
        person.id =
            std::string(kFirstNames[random.below(kFirstNames.size())]) + "-" + padded(i + 1);
        const TasteCluster& main = makeCluster(random);
        const TasteCluster& second = makeCluster(random);
        const int mainPercent = 70 + static_cast<int>(random.below(31));
        addTastes(person.tastes, main, mainPercent);
        addTastes(person.tastes, second, 100 - mainPercent);
        for (int& taste : person.tastes) {
            taste = std::clamp(taste + around(15, random), -100, 100);
        }
        for (int& tone : person.tones) {
            tone = around(10, random);
        }
        person.favouriteYear = main.favouriteYear + around(10, random);
        person.generosity = bell(30, random);
        people.push_back(std::move(person));
        // Most rate a few dozen films, some many times that.
        diligence.push_back(1'000'000 / (60 + random.below(1000)));
        diligenceSum += diligence.back();
    }
    const std::int64_t spare =
        std::max<std::int64_t>(0, options.ratings - std::int64_t{kMinPerUser} * options.users);
    for (std::size_t i = 0; i < people.size(); ++i) {
        const std::int64_t wanted = kMinPerUser + spare * diligence[i] / diligenceSum;
        people[i].ratings = static_cast<int>(std::min<std::int64_t>(wanted, options.films / 2));
    }
    return people;
}

// How much this person is drawn to this film: −kAffinityLimit … kAffinityLimit.
int affinity(const Person& person, const Film& film) {
    static constexpr std::array<std::array<int, 3>, 3> kGenreWeights = {
        {{12, 0, 0}, {8, 4, 0}, {6, 4, 2}}};  // by the number of genres, out of 12
    const std::vector<DemoGenre>& genres = film.about.genres;
    int taste = 0;
    for (std::size_t i = 0; i < genres.size(); ++i) {
        taste += person.tastes[static_cast<std::size_t>(genres[i])] *
                 kGenreWeights[genres.size() - 1][i];
    }
    int tone = 0;
    for (std::size_t i = 0; i < kTones; ++i) {
        tone += person.tones[i] * film.tones[i];
    }
    const int age = std::abs(film.about.year - person.favouriteYear);
    return std::clamp(taste / 12 + tone / 6 - age / 2 + 10, -kAffinityLimit, kAffinityLimit);
}

// The chance to see a film grows geometrically with the affinity, by 5 % a step.
std::vector<std::int64_t> makeAttraction() {
    std::vector<std::int64_t> attraction = {1000};
    for (int i = 0; i < 2 * kAffinityLimit; ++i) {
        attraction.push_back(attraction.back() * 105 / 100);
    }
    return attraction;
}

// When a person rates: a few evenings between joining and leaving, no two ratings in one second.
std::vector<std::int64_t> makeTimes(int count, Random& random) {
    const auto joined = kFirstDay + random.below(kLastDay - kFirstDay - 400);
    const auto stays = 60 + random.below(static_cast<std::uint32_t>(kLastDay - joined - 60));
    std::vector<std::int64_t> evenings;
    for (int i = 0; i < 1 + count / 4; ++i) {
        evenings.push_back((joined + random.below(stays)) * kDay + 17 * 3600 +
                           random.below(4 * 3600));
    }
    std::vector<std::int64_t> times;
    for (int i = 0; i < count; ++i) {
        const auto evening = random.below(static_cast<std::uint32_t>(evenings.size()));
        times.push_back(evenings[evening] + random.below(2 * 3600));
    }
    std::sort(times.begin(), times.end());
    for (std::size_t i = 1; i < times.size(); ++i) {
        times[i] = std::max(times[i], times[i - 1] + 1);
    }
    // Handed out in no order, so that the first choices are not the early ones and taste is stable.
    random.shuffle(times);
    return times;
}

int makeStars(const Person& person, const Film& film, int affinity, Random& random) {
    const int score = 260 + affinity * 3 / 2 + film.quality + person.generosity + bell(65, random);
    return std::clamp((score + 50) / 100, 1, 5);
}

void ratePerson(int index, const Person& person, const std::vector<Film>& films,
                const std::vector<std::int64_t>& attraction, Random& random,
                std::vector<Rating>& ratings) {
    std::vector<std::int64_t> weights;
    for (const Film& film : films) {
        const auto step = static_cast<std::size_t>(affinity(person, film) + kAffinityLimit);
        weights.push_back(film.popularity * attraction[step] / 1000);
    }
    for (const std::int64_t time : makeTimes(person.ratings, random)) {
        // Nobody rates a film before its year (exact from 1970 to 2100).
        const std::int64_t year = 1970 + (4 * (time / kDay) + 2) / 1461;
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < films.size(); ++i) {
            total += films[i].about.year <= year ? static_cast<std::uint64_t>(weights[i]) : 0;
        }
        if (total == 0) {
            continue;
        }
        std::uint64_t point = random.next() % total;
        std::size_t chosen = 0;
        while (true) {
            const std::uint64_t weight =
                films[chosen].about.year <= year ? static_cast<std::uint64_t>(weights[chosen]) : 0;
            if (point < weight) {
                break;
            }
            point -= weight;
            ++chosen;
        }
        weights[chosen] = 0;
        const Film& film = films[chosen];
        ratings.push_back({time, index, static_cast<int>(chosen),
                           makeStars(person, film, affinity(person, film), random)});
    }
}

std::string filmId(int index) {
    return "f" + padded(index + 1);
}

}  // namespace

DemoData generateDemoData(const DemoDataOptions& options) {
    Random random(options.seed);
    const std::vector<Film> films = makeFilms(options.films, random);
    const std::vector<Person> people = makePeople(options, random);
    const std::vector<std::int64_t> attraction = makeAttraction();
    std::vector<Rating> ratings;
    for (std::size_t i = 0; i < people.size(); ++i) {
        ratePerson(static_cast<int>(i), people[i], films, attraction, random, ratings);
    }
    std::sort(ratings.begin(), ratings.end(), [](const Rating& a, const Rating& b) {
        return a.time != b.time ? a.time < b.time : a.person < b.person;
    });

    DemoData data;
    data.ratingsCsv = "user,film,rating,timestamp\n";
    for (const Rating& rating : ratings) {
        data.ratingsCsv += people[static_cast<std::size_t>(rating.person)].id + "," +
                           filmId(rating.film) + "," + std::to_string(rating.stars) + "," +
                           std::to_string(rating.time) + "\n";
    }
    data.titlesCsv = "film,title,year,genres\n";
    for (std::size_t i = 0; i < films.size(); ++i) {
        const DemoFilm& about = films[i].about;
        data.titlesCsv += filmId(static_cast<int>(i)) + "," + about.title + "," +
                          std::to_string(about.year) + ",";
        for (std::size_t g = 0; g < about.genres.size(); ++g) {
            data.titlesCsv += (g > 0 ? "|" : "") + std::string(demoGenreName(about.genres[g]));
        }
        data.titlesCsv += "\n";
    }
    return data;
}

}  // namespace ncf
