#include "experiment/held_out_text.h"
#include "experiment/run_experiment.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

class TestHeldOut : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path file_;
    ProjectDataPtr data_;

    Result<LoadedRun> trained(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        const auto run = runExperiment(file_, config, "", control, monitor);
        if (!run) {
            return run.error();
        }
        return LoadedRun::load(*Project::open(file_), run->id, data_);
    }

private Q_SLOTS:
    void initTestCase() {
        file_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(ratings, file_, {})));
        data_ = *loadProjectData(*Project::open(file_));
    }

    // The places of all users together are what the run's own evaluation found.
    void agreesWithTheRunsOwnResult() {
        for (const auto candidates : {Candidates::Sampled, Candidates::FullCatalogue}) {
            auto config = smallConfig();
            config.evaluation.candidates = candidates;
            config.evaluation.cutoff = 3;
            auto run = trained(config);
            REQUIRE_OK(run);
            const auto outcome = Project::open(file_)->outcome(run->record().id);
            REQUIRE_OK(outcome);
            double hits = 0;
            for (std::size_t i = 0; i < outcome->users.size(); ++i) {
                const auto places = testPlaces(*run, outcome->users[i]);
                REQUIRE_OK(places);
                QCOMPARE(places->size(), std::size_t(1));
                const auto& place = places->front();
                QCOMPARE(place.item.item, run->split().test[i].item);
                QVERIFY(place.protocol.has_value());
                QCOMPARE(place.protocol->rank, outcome->ranks[i] + 1);
                QCOMPARE(place.protocol->cutoff, 3);
                QCOMPARE(place.protocol->sampled, candidates == Candidates::Sampled);
                hits += place.protocol->hit ? 1 : 0;
                QVERIFY(place.item.rank >= 1 &&
                        static_cast<std::size_t>(place.item.rank) <= place.unseen);
                QVERIFY(place.item.score > 0 && place.item.score < 1);
                if (candidates == Candidates::FullCatalogue) {
                    QCOMPARE(place.item.rank, place.protocol->rank);
                    QCOMPARE(place.protocol->candidates, place.unseen);
                } else {
                    QCOMPARE(place.protocol->candidates, std::size_t(11));
                }
            }
            QCOMPARE(hits / static_cast<double>(outcome->users.size()),
                     *run->record().test.hitRate);
        }
    }

    void theListHasItAtItsPlace() {
        auto run = trained(smallConfig());
        REQUIRE_OK(run);
        const auto project = Project::open(file_);
        int found = 0;
        for (UserIndex user = 0; user < 40; ++user) {
            const auto place = testPlaces(*run, user)->front();
            const auto list = project->recommendations(run->record().id, user);
            REQUIRE_OK(list);
            const auto row =
                std::ranges::find(*list, place.item.item, [](const auto& r) { return r.item; });
            QCOMPARE(row != list->end(), place.item.rank <= 5);
            if (row != list->end()) {
                ++found;
                QCOMPARE(row->rank, place.item.rank);
                QVERIFY(qAbs(row->score - place.item.score) < 1e-4f);
                QCOMPARE(row->popularity, place.item.popularity);
            }
        }
        QVERIFY(found > 0);
    }

    void explicitRatingsArePredicted() {
        auto config = smallConfig();
        config.training.loss = Loss::MeanSquaredError;
        auto run = trained(config);
        REQUIRE_OK(run);
        const auto outcome = Project::open(file_)->outcome(run->record().id);
        REQUIRE_OK(outcome);
        for (std::size_t i = 0; i < outcome->users.size(); ++i) {
            const auto places = testPlaces(*run, outcome->users[i]);
            REQUIRE_OK(places);
            const auto& place = places->front();
            QVERIFY(!place.protocol);
            QCOMPARE(place.rating, run->split().test[i].rating);
            const float error = place.item.score - place.rating;
            QVERIFY(qAbs(error * error - outcome->squaredErrors[i]) < 1e-3f);
        }
    }

    void aRatioSplitHoldsOutSeveralOrNone() {
        auto config = smallConfig();
        config.split.kind = SplitKind::Ratio;
        config.split.testShare = 0.4;
        auto run = trained(config);
        REQUIRE_OK(run);
        std::size_t all = 0;
        std::size_t most = 0;
        for (UserIndex user = 0; user < 40; ++user) {
            const auto places = testPlaces(*run, user);
            REQUIRE_OK(places);
            for (const auto& place : *places) {
                QVERIFY(!run->split().train.contains(user, place.item.item));
            }
            all += places->size();
            most = std::max(most, places->size());
        }
        QCOMPARE(all, run->split().test.size());
        QVERIFY(most > 1);
    }

    void inWords() {
        const auto sentence = [](const std::vector<HeldOutPlace>& places, int listed) {
            return heldOutSentence(places, listed);
        };
        QVERIFY(sentence({}, 20).starts_with("Nothing of this user"));
        HeldOutPlace place;
        place.item = {57, 3, "i3", {"Alien", 1979, "", {}}, 0.25f, 10};
        place.unseen = 3650;
        place.protocol = {4, 100, true, 10, true};
        QCOMPARE(
            sentence({place}, 20),
            std::string("The held-out item “Alien” was missed: place 57 of 3,650 unseen items. In "
                        "the run's test: place 4 of 100 sampled candidates, a hit at 10."));
        QVERIFY(sentence({place}, 60).find("was found: place 57") != std::string::npos);
        place.protocol = {57, 3650, false, 10, false};
        QVERIFY(sentence({place}, 20).ends_with("In the run's test: no hit at 10."));
        place.protocol.reset();
        place.rating = 4;
        place.item.score = 3.6f;
        QVERIFY(sentence({place}, 20).ends_with("Rated 4, predicted 3.60."));
        auto second = place;
        second.item.rank = 2;
        QVERIFY(sentence({place, second}, 20)
                    .starts_with("1 of 2 held-out items are in the list. The nearest that was "
                                 "missed is “Alien”: place 57"));
        // On one line, and cut between letters.
        second.item.info.title = "Two\nlines ";
        QVERIFY(heldOutLine(second).starts_with("“Two lines”: place 2 of 3,650 unseen items. R"));
        second.item.info.title.clear();
        for (int i = 0; i < 70; ++i) {
            second.item.info.title += "é";
        }
        QVERIFY(
            heldOutLine(second).starts_with("“" + second.item.info.title.substr(0, 120) + "…”"));
    }

    void refusesAndStops() {
        auto run = trained(smallConfig(1));
        REQUIRE_OK(run);
        QCOMPARE(testPlaces(*run, -1).error().kind, ErrorKind::NotFound);
        QCOMPARE(testPlaces(*run, 40).error().kind, ErrorKind::NotFound);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(testPlaces(*run, 0, stop.get_token()).error().kind, ErrorKind::Cancelled);
    }
};

QTEST_MAIN(TestHeldOut)
#include "tst_held_out.moc"
