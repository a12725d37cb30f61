#include "experiment/around_item.h"
#include "experiment/embeddings.h"
#include "experiment/run_experiment.h"
#include "recommendation/nearest.h"
#include "support/results.h"
#include "support/small_data.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace ncf;
using namespace ncf::test;

namespace {

ProjectData projectData(Dataset dataset) {
    ProjectData data{std::move(dataset), {}, {}};
    data.popularity = data.dataset.itemPopularity();
    return data;
}

double cosine(std::span<const float> a, std::span<const float> b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += double(a[i]) * double(b[i]);
        aa += double(a[i]) * double(a[i]);
        bb += double(b[i]) * double(b[i]);
    }
    return ab / std::sqrt(aa) / std::sqrt(bb);
}

// One user's ratings of item 0; item 1 has all the ratings of `scale`, one user each.
ProjectData rated(const std::vector<float>& ratings, const std::vector<float>& scale) {
    std::vector<Interaction> rows;
    for (const float rating : ratings) {
        rows.push_back({static_cast<UserIndex>(rows.size()), 0, rating, 0});
    }
    for (const float rating : scale) {
        rows.push_back({static_cast<UserIndex>(rows.size()), 1, rating, 0});
    }
    const int users = static_cast<int>(rows.size());
    return projectData(makeDataset(users, 2, std::move(rows), {true, false}));
}

}  // namespace

class TestAroundItem : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;
    std::int64_t run_ = 0;

    LoadedRun loaded() {
        const auto project = Project::open(project_);
        auto data = loadProjectData(*project);
        return std::move(*LoadedRun::load(*project, run_, std::move(*data)));
    }

private Q_SLOTS:
    void initTestCase() {
        project_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        REQUIRE_OK(importRatings(ratings, project_, {}));
        RunControl control;
        RunMonitor monitor;
        const auto run = runExperiment(project_, smallConfig(5), "small", control, monitor);
        REQUIRE_OK(run);
        run_ = run->id;
    }

    void theNearestHaveTheLargestCosine() {
        const Vectors vectors{7, 2, {1, 0, 0, 3, -1, 0, 3, 4, 0, 0, 2, 0, 40, 0}};
        const auto near = nearest(vectors, 0, 10);
        // By hand: (2, 0) and (40, 0) point the same way, then (3, 4) at 3/5, (0, 3) at a right
        // angle, (−1, 0) the other way; (0, 0) points nowhere.
        const std::vector<ScoredItem> expected = {
            {5, 1.0f}, {6, 1.0f}, {3, 0.6f}, {1, 0.0f}, {2, -1.0f}};
        QVERIFY(near == expected);
        QVERIFY(nearest(vectors, 0, 2) == std::vector<ScoredItem>(near.begin(), near.begin() + 2));
        QVERIFY(nearest(vectors, 4, 10).empty());
        QVERIFY(nearest(vectors, 0, 0).empty());
    }

    void similarItemsFollowTheEmbeddings() {
        const auto run = loaded();
        const auto embeddings = itemEmbeddings(run);
        REQUIRE_OK(embeddings);
        const ItemIndex item = 7;
        const auto rows = similarItems(run, item, 100);
        REQUIRE_OK(rows);
        QCOMPARE(rows->size(), run.data().dataset.itemCount() - 1);
        for (std::size_t at = 0; at < rows->size(); ++at) {
            const auto& row = (*rows)[at];
            QVERIFY(row.item != item);
            QCOMPARE(row.rank, static_cast<int>(at) + 1);
            QCOMPARE(row.itemId, run.data().dataset.items().id(row.item));
            QCOMPARE(row.popularity, run.data().popularity[static_cast<std::size_t>(row.item)]);
            QVERIFY(at == 0 || row.score <= (*rows)[at - 1].score);
            const double expected = cosine(embeddings->row(static_cast<std::size_t>(item)),
                                           embeddings->row(static_cast<std::size_t>(row.item)));
            QVERIFY(std::abs(double(row.score) - expected) < 1e-6);
        }
        QCOMPARE(similarItems(run, item, 3)->size(), std::size_t(3));
    }

    void likelyUsersLeaveOutWhoHasIt() {
        auto run = loaded();
        const ItemIndex item = 4;
        const auto everybody = likelyUsers(run, item, 1000);
        REQUIRE_OK(everybody);
        const auto& train = run.split().train;
        std::set<UserIndex> expected;
        for (UserIndex user = 0; user < 40; ++user) {
            if (!train.contains(user, item)) {
                expected.insert(user);
            }
        }
        QVERIFY(!expected.empty() && expected.size() < 40);
        std::set<UserIndex> found;
        for (const auto& [user, score] : *everybody) {
            found.insert(user.user);
            float logit = 0;
            run.scorer().scorePairs({&user.user, 1}, {&item, 1}, {&logit, 1});
            QCOMPARE(score, run.readable(logit));
            QVERIFY(score > 0 && score < 1);
            QCOMPARE(user.id, run.data().dataset.users().id(user.user));
            QCOMPARE(std::size_t(user.interactions), run.data().dataset.itemsOf(user.user).size());
        }
        QVERIFY(found == expected);
        QVERIFY(std::ranges::is_sorted(*everybody, std::greater(), &LikelyUser::score));
        const auto few = likelyUsers(run, item, 3);
        QCOMPARE(few->size(), std::size_t(3));
        for (std::size_t at = 0; at < 3; ++at) {
            QCOMPARE((*few)[at].user.user, (*everybody)[at].user.user);
        }
    }

    void likelyUsersStopAndTellProgress() {
        auto run = loaded();
        std::uint64_t done = 0, total = 0;
        const auto progress = [&](std::uint64_t d, std::uint64_t t) { done = d, total = t; };
        REQUIRE_OK(likelyUsers(run, 0, 3, progress));
        QVERIFY(total > 0 && done == total);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = likelyUsers(run, 0, 3, {}, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

    void baselinesSayWhatTheyCannotTell() {
        const auto project = Project::open(project_);
        auto data = loadProjectData(*project);
        for (const Method method : {Method::Popularity, Method::ItemNeighbours}) {
            auto config = smallConfig();
            config.method = method;
            RunControl control;
            RunMonitor monitor;
            const auto record = runExperiment(project_, config, "plain", control, monitor);
            REQUIRE_OK(record);
            auto run = LoadedRun::load(*project, record->id, *data);
            REQUIRE_OK(run);
            const auto similar = similarItems(*run, 4, 3);
            QVERIFY(!similar);
            QVERIFY(QString::fromStdString(similar.error().what).contains("“plain”"));
            const auto users = likelyUsers(*run, 4, 3);
            QCOMPARE(bool(users), method == Method::ItemNeighbours);
            QVERIFY(users || QString::fromStdString(users.error().what).contains("same score"));
        }
    }

    void factsCountByHand() {
        // i1 has three users, i0 and i2 have two, i3 none.
        auto data = projectData(makeDataset(4, 4,
                                            {{0, 0, 5, 1},
                                             {0, 1, 4, 2},
                                             {1, 1, 4, 3},
                                             {1, 2, 1, 4},
                                             {2, 2, 2, 5},
                                             {3, 1, 1, 6},
                                             {3, 0, 5, 7}},
                                            {true, true}));
        data.catalogue.items = {{}, {"One (1990)", 1990, "Drama", {}}, {}, {}};
        const auto facts = itemFacts(data, 1);
        QCOMPARE(facts.item.itemId, std::string("i1"));
        QCOMPARE(facts.item.info.title, std::string("One (1990)"));
        QCOMPARE(facts.item.popularity, 3u);
        QCOMPARE(facts.popularityRank, 1);
        QCOMPARE(facts.items, std::size_t(4));
        QCOMPARE(*facts.meanRating, 3.0);
        // Every rating of the data has its entry, so that items compare.
        const std::vector<std::pair<float, std::uint32_t>> expected = {
            {1.0f, 1}, {2.0f, 0}, {4.0f, 2}, {5.0f, 0}};
        QCOMPARE(facts.ratings.size(), expected.size());
        for (std::size_t at = 0; at < expected.size(); ++at) {
            QCOMPARE(facts.ratings[at].rating, expected[at].first);
            QCOMPARE(facts.ratings[at].count, expected[at].second);
        }
        // Equally popular items share their rank.
        QCOMPARE(itemFacts(data, 0).popularityRank, 2);
        QCOMPARE(itemFacts(data, 2).popularityRank, 2);
        const auto nobody = itemFacts(data, 3);
        QCOMPARE(nobody.popularityRank, 4);
        QVERIFY(!nobody.meanRating);
    }

    void factsWithoutRatings() {
        const auto data = projectData(makeDataset(2, 1, {{0, 0, 1, 0}, {1, 0, 1, 0}}));
        const auto facts = itemFacts(data, 0);
        QCOMPARE(facts.item.popularity, 2u);
        QVERIFY(facts.ratings.empty());
        QVERIFY(!facts.meanRating);
    }

    void factsLeaveOutWhatIsNotRated() {
        const auto facts = itemFacts(rated({kUnrated, 2.0f, kUnrated, 5.0f}, {1.0f, kUnrated}), 0);
        QCOMPARE(facts.item.popularity, 4u);
        QCOMPARE(*facts.meanRating, 3.5);
        QCOMPARE(facts.ratings.size(), std::size_t(3));
        QCOMPARE(facts.ratings[0].count, 0u);
        QCOMPARE(facts.ratings[1].count, 1u);
        QCOMPARE(facts.ratings[2].count, 1u);
        const auto nobody = itemFacts(rated({kUnrated}, {}), 0);
        QVERIFY(nobody.ratings.empty());
        QVERIFY(!nobody.meanRating);
    }

    void fineRatingsAreRoundedToSteps_data() {
        QTest::addColumn<float>("low");
        QTest::addColumn<float>("step");
        QTest::addColumn<int>("values");
        QTest::addColumn<float>("expectedStep");
        QTest::addColumn<int>("expectedEntries");
        QTest::newRow("half stars stay") << 0.5f << 0.5f << 10 << 0.5f << 10;
        QTest::newRow("twenty stay") << 1.0f << 0.25f << 20 << 0.25f << 20;
        QTest::newRow("quarters of 1 to 10") << 1.0f << 0.25f << 37 << 0.5f << 19;
        QTest::newRow("percent") << 0.0f << 1.0f << 101 << 10.0f << 11;
        QTest::newRow("both signs") << -10.0f << 0.5f << 41 << 2.0f << 11;
        QTest::newRow("thousandths") << 0.001f << 0.001f << 30 << 0.002f << 15;
        QTest::newRow("far from zero") << 16777216.0f << 2.0f << 30 << 5.0f << 13;
    }
    void fineRatingsAreRoundedToSteps() {
        QFETCH(float, low);
        QFETCH(float, step);
        QFETCH(int, values);
        QFETCH(float, expectedStep);
        QFETCH(int, expectedEntries);
        std::vector<float> scale;
        for (int at = 0; at < values; ++at) {
            scale.push_back(low + static_cast<float>(at) * step);
        }
        const auto facts = itemFacts(rated({}, scale), 1);
        const auto total = std::accumulate(
            facts.ratings.begin(), facts.ratings.end(), 0u,
            [](std::uint32_t sum, const RatingCount& each) { return sum + each.count; });
        QCOMPARE(total, static_cast<std::uint32_t>(values));
        QCOMPARE(static_cast<int>(facts.ratings.size()), expectedEntries);
        for (std::size_t at = 1; at < facts.ratings.size(); ++at) {
            const float apart = facts.ratings[at].rating - facts.ratings[at - 1].rating;
            QVERIFY(std::abs(apart - expectedStep) <= 0.2f * expectedStep);
        }
    }

    void aFineRatingGoesToTheNearestStep() {
        std::vector<float> quarters;
        for (int at = 4; at <= 40; ++at) {
            quarters.push_back(0.25f * static_cast<float>(at));
        }
        const auto facts = itemFacts(rated({1.0f, 1.25f, 1.5f, 10.0f}, quarters), 0);
        QCOMPARE(facts.ratings.size(), std::size_t(19));  // 1, 1.5 … 10
        QCOMPARE(facts.ratings[0].count, 1u);
        QCOMPARE(facts.ratings[1].rating, 1.5f);
        QCOMPARE(facts.ratings[1].count, 2u);  // half-way goes up
        QCOMPARE(facts.ratings[18].rating, 10.0f);
        QCOMPARE(facts.ratings[18].count, 1u);
        QCOMPARE(*facts.meanRating, 13.75 / 4);
    }

    void pagesOfUsersHaveNoGapsAndNoRepeats() {
        // Numbers without leading zeros, in reverse, and bytes above ASCII: the order of the bytes
        // is neither that of the indices nor that of the numbers.
        IdMap users;
        for (int user = 119; user >= 0; --user) {
            users.insert((user % 7 == 0 ? "é" : "") + std::to_string(user));
        }
        std::vector<Interaction> rows;
        std::vector<std::string> expected;
        for (UserIndex user = 0; user < 120; ++user) {
            rows.push_back({user, 0, 1, 0});
            if (user % 3 == 0) {
                rows.push_back({user, 1, 1, 0});
                expected.push_back(users.id(user));
            }
        }
        std::ranges::sort(expected);
        const auto data =
            projectData(Dataset(std::move(users), numberedIds("i", 2), std::move(rows), {}));
        for (const int limit : {1, 7, 40, 41, 1000}) {
            std::vector<std::string> found;
            for (std::string after;;) {
                const auto page = usersWith(data, 1, after, limit);
                QVERIFY(page.size() <= static_cast<std::size_t>(limit));
                for (const auto& row : page) {
                    QCOMPARE(row.id, data.dataset.users().id(row.user));
                    QCOMPARE(row.interactions, 2u);
                    found.push_back(row.id);
                }
                if (page.size() < static_cast<std::size_t>(limit)) {
                    break;
                }
                after = found.back();
            }
            QVERIFY(found == expected);
        }
        QVERIFY(usersWith(data, 1, "", 0).empty());

        // The very pages that the project gives of all users.
        auto project = Project::create(folder_.filePath("pages.ncf").toStdString());
        REQUIRE_OK(project->saveDataset(data.dataset, {}, {}));
        std::string after;
        for (int page = 0; page < 5; ++page) {
            const auto stored = project->users("", after, 25);
            const auto here = usersWith(data, 0, after, 25);
            REQUIRE_OK(stored);
            QCOMPARE(here.size(), stored->size());
            for (std::size_t at = 0; at < here.size(); ++at) {
                QCOMPARE(here[at].id, (*stored)[at].id);
                QCOMPARE(here[at].user, (*stored)[at].user);
                QCOMPARE(here[at].interactions, (*stored)[at].interactions);
            }
            after = here.back().id;
        }
    }
};

QTEST_GUILESS_MAIN(TestAroundItem)
#include "tst_around_item.moc"
