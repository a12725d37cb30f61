#include "evaluation/evaluator.h"
#include "model/ncf_scorer.h"
#include "recommendation/top_n.h"
#include "sections.h"
#include "store/project.h"

#include <torch/torch.h>

#include <stdexcept>

namespace ncf::bench {

namespace {

void require(const Status& status) {
    if (!status) {
        throw std::runtime_error(status.error().message());
    }
}

// A project with a run, for recommendations to be stored into.
std::int64_t beginRun(Project& project) {
    RunRecord run;
    run.name = "benchmark";
    const auto id = project.beginRun(run);
    if (!id) {
        throw std::runtime_error(id.error().message());
    }
    return *id;
}

}  // namespace

void benchRanking(Report& report, const Settings& settings, const Workload& workload) {
    const auto& split = workload.split;
    report.begin("ranking",
                 "Seconds, models of random weights, which cost what trained ones do. Top-20 lists "
                 "for every user over the whole catalogue.",
                 {"model, threads", "evaluation", "top-20", "top-20, stored"});
    const auto folder = std::filesystem::temp_directory_path() / "ncf-bench";
    std::filesystem::create_directories(folder);
    const auto file = folder / "ranking.ncf";
    std::filesystem::remove(file);
    auto project = Project::create(file);
    if (!project) {
        throw std::runtime_error(project.error().message());
    }
    for (const int threads : {1, settings.threads}) {
        for (const auto& [name, shape] : {std::pair("NeuMF 8", paperShape(Shape::NeuMf, 8, 3)),
                                          std::pair("NeuMF 32", paperShape(Shape::NeuMf, 32, 3)),
                                          std::pair("GMF 32", paperShape(Shape::Gmf, 32, 1))}) {
            NcfModel model(shape, static_cast<std::int64_t>(split.users),
                           static_cast<std::int64_t>(split.items), 1);
            model->eval();
            const auto lists = [&](const auto& consume) {
                NcfScorer scorer(model, std::nullopt, threads);
                return recommendAll(scorer, split.train, split.items, 20, consume);
            };
            const auto medians = inTurns(
                settings.rounds,
                {[&] {
                     return secondsOf([&] {
                         NcfScorer scorer(model, std::nullopt, threads);
                         evaluateRanking(scorer, split.test, split.train, split.items, {});
                     });
                 },
                 [&] { return secondsOf([&] { require(lists([](auto) { return Status(); })); }); },
                 [&] {
                     const auto run = beginRun(*project);
                     return secondsOf([&] { require(project->saveRecommendations(run, lists)); });
                 }});
            report.row({std::string(name) + ", " + std::to_string(threads), medians[0], medians[1],
                        medians[2]});
        }
    }
    std::filesystem::remove_all(folder);
}

}  // namespace ncf::bench
