#pragma once

#include <cstdint>
#include <string>

namespace ncf {

// The data that ships with the program: made-up people rating made-up films.
struct DemoDataOptions {
    int users = 1000;
    int films = 800;
    int ratings = 80000;      // about this many
    std::uint64_t seed = 20;  // the shipped files are made with the defaults
};

struct DemoData {
    std::string ratingsCsv;  // user,film,rating,timestamp
    std::string titlesCsv;   // film,title,year,genres
};

// Every film has a place in a space of tastes that follows from its genres, and a popularity from a
// power law; people belong to loosely mixed taste clusters, rate what is popular and near to them,
// and rate higher what is nearer. The same options give the same bytes everywhere.
DemoData generateDemoData(const DemoDataOptions& options = {});

}  // namespace ncf
