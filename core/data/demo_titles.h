#pragma once

#include "base/random.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace ncf {

// The genres of the demo films; the order is the index used in DemoFilm and in tastes.
enum class DemoGenre {
    Action,
    Adventure,
    Animation,
    Comedy,
    Crime,
    Documentary,
    Drama,
    Fantasy,
    Horror,
    Musical,
    Romance,
    ScienceFiction,
    Thriller,
    Western
};

inline constexpr std::size_t kDemoGenres = 14;

struct DemoFilm {
    std::string title;              // made up, unique, ASCII without comma or quote characters
    int year = 0;                   // 1948–2024
    std::vector<DemoGenre> genres;  // one to three, the main one first
};

const char* demoGenreName(DemoGenre genre);

// Films with titles that tell their main genre. The same state of `random` gives the same films.
std::vector<DemoFilm> makeDemoFilms(int count, Random& random);

}  // namespace ncf
