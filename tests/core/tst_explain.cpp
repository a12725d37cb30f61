#include "experiment/explain.h"
#include "experiment/explanation_text.h"
#include "experiment/person.h"
#include "experiment/run_experiment.h"
#include "experiment/what_if.h"
#include "support/results.h"
#include "support/small_data.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace ncf;
using namespace ncf::test;

class TestExplain : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;
    std::int64_t run_ = 0, ratingRun_ = 0;

    LoadedRun loaded(std::int64_t run) {
        const auto project = Project::open(project_);
        auto data = loadProjectData(*project);
        return std::move(*LoadedRun::load(*project, run, std::move(*data)));
    }
    LoadedRun loaded() { return loaded(run_); }

    static ItemIndex newTo(const LoadedRun& run, UserIndex user) {
        ItemIndex item = 0;
        while (run.split().train.contains(user, item)) {
            ++item;
        }
        return item;
    }

private Q_SLOTS:
    void initTestCase() {
        project_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        REQUIRE_OK(importRatings(ratings, project_, {}));
        RunControl control;
        RunMonitor monitor;
        auto config = smallConfig(40);
        config.training.learningRate = 0.01;
        const auto run = runExperiment(project_, config, "likes", control, monitor);
        REQUIRE_OK(run);
        run_ = run->id;
        config.training.loss = Loss::MeanSquaredError;
        config.split.kind = SplitKind::Ratio;
        const auto rated = runExperiment(project_, config, "ratings", control, monitor);
        REQUIRE_OK(rated);
        ratingRun_ = rated->id;
    }

    void aNewPersonGetsTheirGroupsFilms() {
        auto run = loaded();
        const auto& items = run.data().dataset.items();
        const std::vector<RatedItem> picks = {
            {items.find("f1"), 5}, {items.find("f7"), 5}, {items.find("f13"), 4}};
        const auto list = whatIf(run, picks, 8);
        REQUIRE_OK(list);
        QCOMPARE(list->rows.size(), std::size_t(8));
        for (std::size_t at = 0; at < list->rows.size(); ++at) {
            const auto& row = list->rows[at];
            QCOMPARE(row.rank, static_cast<int>(at) + 1);
            QVERIFY(row.score > 0 && row.score < 1);
            QVERIFY(at == 0 || row.score <= list->rows[at - 1].score);
            QVERIFY(std::ranges::find(picks, row.item, &RatedItem::item) == picks.end());
        }
        // The five films of a group of people: three are picked.
        const std::set<std::string> first = {list->rows[0].itemId, list->rows[1].itemId};
        QCOMPARE(first, (std::set<std::string>{"f19", "f25"}));
        const auto again = whatIf(run, picks, 8);
        for (std::size_t at = 0; at < 8; ++at) {
            QCOMPARE(again->rows[at].item, list->rows[at].item);
            QCOMPARE(again->rows[at].score, list->rows[at].score);
        }
    }

    void ratingsStayOnTheScale() {
        auto run = loaded(ratingRun_);
        const std::vector<RatedItem> picks = {{0, 5}, {1, 1}};
        const auto list = whatIf(run, picks, 30);
        REQUIRE_OK(list);
        for (const auto& row : list->rows) {
            QVERIFY(row.score >= 1 && row.score <= 5);
        }
        const std::vector<RatedItem> wild = {{0, 50}};
        QCOMPARE(whatIf(run, wild, 5).error().kind, ErrorKind::BadInput);
    }

    void impossiblePicksAreErrors() {
        auto run = loaded();
        const auto kind = [&](const std::vector<RatedItem>& picks) {
            return whatIf(run, picks, 5).error().kind;
        };
        QCOMPARE(kind({}), ErrorKind::BadInput);
        QCOMPARE(kind({{0, 1}, {1, 2}}), ErrorKind::BadInput);  // dislikes alone
        QCOMPARE(kind({{0, 5}, {0, 1}}), ErrorKind::BadInput);  // the last one counts
        QCOMPARE(kind({{-1, 5}}), ErrorKind::NotFound);
        QCOMPARE(kind({{1000, 5}}), ErrorKind::NotFound);
        QCOMPARE(kind({{0, std::nanf("")}}), ErrorKind::BadInput);
        std::stop_source stop;
        stop.request_stop();
        const std::vector<RatedItem> good = {{0, 5}};
        QCOMPARE(whatIf(run, good, 5, stop.get_token()).error().kind, ErrorKind::Cancelled);
    }

    void removedItemsMayBeRecommended() {
        auto run = loaded();
        const auto history = run.split().train.itemsOf(3);
        const std::vector<ItemIndex> removed = {history[0], history[1]};
        const auto lists = whatIfRemoved(run, 3, removed, 30);
        REQUIRE_OK(lists);
        QCOMPARE(lists->with.rows.size(), 30 - history.size());
        QCOMPARE(lists->without.rows.size(), 30 - history.size() + 2);
        for (const ItemIndex item : removed) {
            QVERIFY(std::ranges::find(lists->without.rows, item, &RecommendationRow::item) !=
                    lists->without.rows.end());
        }
        const auto same = whatIfRemoved(run, 3, {}, 30);
        REQUIRE_OK(same);
        for (std::size_t at = 0; at < same->with.rows.size(); ++at) {
            QCOMPARE(same->without.rows[at].item, same->with.rows[at].item);
        }
        const std::vector<ItemIndex> foreign = {newTo(run, 3)};
        QCOMPARE(whatIfRemoved(run, 3, foreign, 5).error().kind, ErrorKind::NotFound);
        QCOMPARE(whatIfRemoved(run, 99, {}, 5).error().kind, ErrorKind::NotFound);
        QCOMPARE(whatIfRemoved(run, 3, history, 5).error().kind, ErrorKind::BadInput);
    }

    // Every third interaction is not rated, and every fifth has no time.
    void whatIsNotRatedIsAnInteraction() {
        const auto file = folder_.filePath("gaps.ncf").toStdString();
        std::vector<Interaction> rows;
        const auto camps = twoCamps();
        for (std::size_t at = 0; at < camps.userCount(); ++at) {
            const auto user = static_cast<UserIndex>(at);
            for (std::size_t i = 0; i < camps.itemsOf(user).size(); ++i) {
                rows.push_back({user, camps.itemsOf(user)[i],
                                i % 3 == 1 ? kUnrated : camps.ratingsOf(user)[i],
                                i % 5 == 2 ? kNoTime : camps.timestampsOf(user)[i]});
            }
        }
        {
            auto project = Project::create(file);
            REQUIRE_OK(project);
            REQUIRE_OK(
                project->saveDataset(makeDataset(60, 40, std::move(rows), {true, true}), {}, {}));
        }
        for (const bool ratings : {false, true}) {
            auto config = smallConfig(2);
            if (ratings) {
                config.training.loss = Loss::MeanSquaredError;
            }
            RunControl control;
            RunMonitor monitor;
            const auto record = runExperiment(file, config, "", control, monitor);
            REQUIRE_OK(record);
            QVERIFY(std::isfinite(ratings ? *record->test.rmse : *record->test.ndcg));
            const auto project = Project::open(file);
            auto data = loadProjectData(*project);
            auto run = std::move(*LoadedRun::load(*project, record->id, std::move(*data)));
            const auto explanation = explain(run, 3, newTo(run, 3));
            REQUIRE_OK(explanation);
            QVERIFY(std::isfinite(explanation->item.score));
            const auto unrated = std::ranges::count_if(
                explanation->carriedBy, [](const Reason& r) { return !isRated(r.item.score); });
            QCOMPARE(unrated > 0, !ratings);
            for (const auto& reason : explanation->carriedBy) {
                QVERIFY(std::isfinite(reason.effect));
            }
            const auto removed = whatIfRemoved(run, 3, {}, 5);
            REQUIRE_OK(removed);
            QVERIFY(std::isfinite(removed->with.rows.front().score));
            const std::vector<RatedItem> picks = {{2, 5.0f}};
            REQUIRE_OK(whatIf(run, picks, 5));
        }
    }

    void effectsAreThoseOfTheRemovals_data() {
        QTest::addColumn<bool>("ratings");
        QTest::newRow("likes") << false;
        QTest::newRow("ratings") << true;
    }
    void effectsAreThoseOfTheRemovals() {
        QFETCH(bool, ratings);
        auto run = loaded(ratings ? ratingRun_ : run_);
        const UserIndex user = 4;
        const ItemIndex item = newTo(run, user);
        const auto explanation = explain(run, user, item);
        REQUIRE_OK(explanation);
        const auto picks = *trainingPicks(run, user);
        QCOMPARE(explanation->carriedBy.size(), picks.size());
        QCOMPARE(explanation->nearest.size(), picks.size());
        float score = 0;
        run.scorer().scorePairs({&user, 1}, {&item, 1}, {&score, 1});
        QCOMPARE(explanation->item.score, run.readable(score));
        const auto trained = trainedPerson(run, user);
        QCOMPARE(run.foldIn().logits(trained)[static_cast<std::size_t>(item)], score);
        std::set<ItemIndex> seen;
        for (std::size_t at = 0; at < picks.size(); ++at) {
            const auto& reason = explanation->carriedBy[at];
            QVERIFY(seen.insert(reason.item.item).second);
            QCOMPARE(reason.item.rank, static_cast<int>(at) + 1);
            QVERIFY(at == 0 || reason.effect <= explanation->carriedBy[at - 1].effect);
            QVERIFY(at == 0 ||
                    explanation->nearest[at].similarity <= explanation->nearest[at - 1].similarity);
            QVERIFY(std::abs(reason.similarity) < 1.0001f);
            // The person as they would be without it, all the way through the network.
            const ItemIndex left = reason.item.item;
            const auto person = run.foldIn().withoutItems(picks, trained, {&left, 1});
            const float without =
                run.readable(run.foldIn().logits(person)[static_cast<std::size_t>(item)]);
            const float honest = explanation->item.score - without;
            QVERIFY2(std::abs(honest - reason.effect) < 0.02f + 0.3f * std::abs(honest),
                     qPrintable(QStringLiteral("%1 %2").arg(honest).arg(reason.effect)));
        }
    }

    void placesAreThoseOfTheWholeCatalogue() {
        auto run = loaded();
        const UserIndex user = 6;
        const auto known = itemsOf(*trainingPicks(run, user));
        std::vector<float> scores(run.split().items);
        run.scorer().scoreCatalogue({&user, 1}, scores);
        std::set<int> places;
        std::set<int> popular;
        for (ItemIndex item = 0; item < static_cast<ItemIndex>(scores.size()); ++item) {
            if (std::ranges::binary_search(known, item)) {
                QCOMPARE(explain(run, user, item).error().kind, ErrorKind::BadInput);
                continue;
            }
            const auto explanation = explain(run, user, item);
            REQUIRE_OK(explanation);
            places.insert(explanation->item.rank);
            popular.insert(explanation->popularityRank);
            QVERIFY(!explanation->summary.empty());
        }
        const int last = static_cast<int>(scores.size() - known.size());
        for (const auto& each : {places, popular}) {
            QCOMPARE(static_cast<int>(each.size()), last);
            QCOMPARE(*each.begin(), 1);
            QCOMPARE(*each.rbegin(), last);
        }
        QCOMPARE(explain(run, user, -1).error().kind, ErrorKind::NotFound);
        QCOMPARE(explain(run, 1000, 0).error().kind, ErrorKind::NotFound);
    }

    void theSummaryIsPlainWords() {
        Explanation explanation;
        explanation.item.rank = 3;
        explanation.popularityRank = 213;
        std::vector<RecommendationRow> named(2);
        named[0].info.title = "Alien";
        named[1].itemId = "172";
        QCOMPARE(explanationText(explanation, named, 41),
                 std::string("Mostly because of “Alien” and “172”. Without them this item would "
                             "fall from place 3 to place 41. It is not simply popular: 212 items "
                             "are more so."));
        named.pop_back();
        explanation.popularityRank = 2;
        QCOMPARE(explanationText(explanation, named, 3),
                 std::string("The strongest reason is “Alien”. Yet without it, too, this item "
                             "would be at place 3. It is popular anyway: only 1 item is more "
                             "so."));
        explanation.popularityRank = 1;
        QCOMPARE(explanationText(explanation, {}, 3),
                 std::string("No single item of the history is the reason: it fits the taste as a "
                             "whole. It is also the most popular item that is new to this "
                             "person."));
    }
};

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
