#pragma once

#include "report.h"
#include "workload.h"

#include <filesystem>
#include <string>

namespace ncf::bench {

struct Settings {
    int rounds = 5;                  // of which the median is reported
    double seconds = 1.5;            // that one measurement of a rate takes
    int threads = 2;                 // of the machine, at most
    int seeds = 3;                   // of the sections accuracy, cold-start and warm-start
    std::filesystem::path data;      // folder of ml-1m.train.rating and its companions; beside
                                     // it one of MovieLens-100K, ml-100k, with u.data
    std::filesystem::path peer;      // the PyTorch program; empty: none
    std::size_t csvRows = 20000263;  // of the generated ratings file
};

// Each prints its tables. All work on the CPU.
void benchAccuracy(Report& report, const Settings& settings, const Workload& workload);
void benchFoldIn(Report& report, const Settings& settings, const Workload& workload);
void benchTraining(Report& report, const Settings& settings, const Workload& workload);
void benchProducts(Report& report, const Settings& settings, const Workload& workload);
void benchBFloat16(Report& report, const Settings& settings, const Workload& workload);
void benchGrowth(Report& report, const Settings& settings);
void benchMap(Report& report, const Settings& settings);
void benchRanking(Report& report, const Settings& settings, const Workload& workload);
void benchData(Report& report, const Settings& settings, const Workload& workload);
void benchColdStart(Report& report, const Settings& settings);
void benchLargeEpoch(Report& report, const Settings& settings);
void benchStore(Report& report, const Settings& settings);
void benchWarmStart(Report& report, const Settings& settings);

}  // namespace ncf::bench
