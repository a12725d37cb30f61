#include "base/random.h"
#include "model/ncf_scorer.h"
#include "support/results.h"
#include "support/small_data.h"
#include "training/implicit_als.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace ncf;
using namespace ncf::test;

namespace {

// More users than vectors are gathered at once: nearly all of them have item 0. Item 39 and the
// last user have nothing.
constexpr int kUsers = 700;
constexpr int kItems = 40;

InteractionSet someData() {
    Random random(3);
    std::vector<Interaction> rows;
    for (UserIndex user = 0; user + 1 < kUsers; ++user) {
        for (ItemIndex item = 0; item + 1 < kItems; ++item) {
            if (random.below(static_cast<std::uint32_t>(1 + item)) == 0) {
                rows.push_back({user, item, 1, 0});
            }
        }
    }
    return {kUsers, rows};
}

ImplicitAlsConfig someConfig() {
    ImplicitAlsConfig config;
    config.factors = 5;
    config.unobservedWeight = 0.3;
    config.regularisation = 0.02;
    return config;
}

struct Fit {
    explicit Fit(const ImplicitAlsConfig& config, int threads = 2)
        : data(someData()),
          model(factorModel(config, kUsers, kItems, 7)),
          als(model, data, config, threads) {}

    Status iterate(const ProgressCallback& progress = {}) {
        return als.iterate(clock, control, progress);
    }

    InteractionSet data;
    NcfModel model;
    ImplicitAls als;
    WorkClock clock{0};
    RunControl control;
};

torch::Tensor wide(const torch::Tensor& table) {
    return table.detach().clone().to(torch::kFloat64);
}

// [users, items]: 1 where the user has the item.
torch::Tensor matrixOf(const InteractionSet& data) {
    auto matrix = torch::zeros({kUsers, kItems}, torch::kFloat64);
    for (UserIndex user = 0; user < kUsers; ++user) {
        for (const ItemIndex item : data.itemsOf(user)) {
            matrix[user][item] = 1;
        }
    }
    return matrix;
}

// λ(n + α·others)^ν for each row.
torch::Tensor penalties(const torch::Tensor& observed, const ImplicitAlsConfig& config) {
    return config.regularisation *
           (observed.sum(1) + config.unobservedWeight * static_cast<double>(observed.size(1)))
               .pow(config.frequencyExponent);
}

// The rows' vectors that make the objective least, from the weighted least-squares problem of each
// row over all columns (Hu et al., 2008, equation 4): weight 1 + α and target 1/(1 + α) where there
// is an interaction, weight α and target 0 elsewhere.
torch::Tensor leastSquares(const torch::Tensor& observed, const torch::Tensor& others,
                           const ImplicitAlsConfig& config) {
    const auto penalty = penalties(observed, config);
    auto solved = torch::zeros({observed.size(0), others.size(1)}, torch::kFloat64);
    for (std::int64_t row = 0; row < observed.size(0); ++row) {
        const auto weight = observed[row] + config.unobservedWeight;
        const auto target = observed[row] / (1 + config.unobservedWeight);
        const auto left = others.t().matmul(weight.unsqueeze(1) * others) +
                          penalty[row] * torch::eye(others.size(1), torch::kFloat64);
        solved[row] = torch::linalg_solve(left, others.t().matmul(weight * target));
    }
    return solved;
}

double objectiveOf(const torch::Tensor& observed, const torch::Tensor& users,
                   const torch::Tensor& items, const ImplicitAlsConfig& config) {
    const auto scores = users.matmul(items.t());
    return ((observed * (1 - scores).square()).sum() +
            config.unobservedWeight * scores.square().sum() +
            (penalties(observed, config) * users.square().sum(1)).sum() +
            (penalties(observed.t(), config) * items.square().sum(1)).sum())
        .item<double>();
}

double furthest(const torch::Tensor& a, const torch::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

}  // namespace

class ImplicitAlsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfStepsSolveLeastSquares_data() {
        QTest::addColumn<double>("exponent");
        QTest::newRow("one penalty") << 0.0;
        QTest::newRow("by the root") << 0.5;
        QTest::newRow("in proportion") << 1.0;
    }
    void halfStepsSolveLeastSquares() {
        QFETCH(double, exponent);
        auto config = someConfig();
        config.frequencyExponent = exponent;
        Fit fit(config);
        const auto observed = matrixOf(fit.data);
        const auto before = wide(fit.model->gmfItem);
        REQUIRE_OK(fit.iterate());
        const auto users = wide(fit.model->gmfUser);
        const auto items = wide(fit.model->gmfItem);
        const auto solvedUsers = leastSquares(observed, before, config);
        QVERIFY(solvedUsers.abs().max().item<double>() > 0.1);
        QVERIFY(furthest(users, solvedUsers) < 1e-4);
        QVERIFY(furthest(items, leastSquares(observed.t(), users, config)) < 1e-4);
        const double objective = objectiveOf(observed, users, items, config);
        QVERIFY(std::abs(fit.als.objective() - objective) < 1e-5 * objective);
        QCOMPARE(users[kUsers - 1].abs().max().item<double>(), 0.0);
        QCOMPARE(items[kItems - 1].abs().max().item<double>(), 0.0);
    }

    void theObjectiveNeverRises() {
        for (const double exponent : {0.0, 1.0}) {
            auto config = someConfig();
            config.frequencyExponent = exponent;
            Fit fit(config);
            const double first = fit.als.objective();
            double last = first;
            for (int iteration = 0; iteration < 12; ++iteration) {
                REQUIRE_OK(fit.iterate());
                const double now = fit.als.objective();
                QVERIFY(now <= last * (1 + 1e-6));
                last = now;
            }
            QVERIFY(last < 0.8 * first);
        }
    }

    void threadsChangeNothing() {
        Fit one(someConfig(), 1);
        Fit three(someConfig(), 3);
        for (int iteration = 0; iteration < 3; ++iteration) {
            REQUIRE_OK(one.iterate());
            REQUIRE_OK(three.iterate());
        }
        QVERIFY(torch::equal(one.model->gmfUser, three.model->gmfUser));
        QVERIFY(torch::equal(one.model->gmfItem, three.model->gmfItem));
        QCOMPARE(one.als.objective(), three.als.objective());
    }

    void scoresAreTheDotProducts() {
        Fit fit(someConfig());
        REQUIRE_OK(fit.iterate());
        NcfScorer scorer(fit.model);
        std::vector<float> scores(kItems);
        scorer.scoreCatalogue(std::vector<UserIndex>{9}, scores);
        const auto products = wide(fit.model->gmfItem).matmul(wide(fit.model->gmfUser)[9]);
        for (std::size_t item = 0; item < scores.size(); ++item) {
            QVERIFY(std::abs(static_cast<double>(scores[item]) -
                             products[static_cast<std::int64_t>(item)].item<double>()) < 1e-5);
        }
    }

    void tellsCampsApart() {
        const auto data = twoCamps();
        std::vector<Interaction> rows;
        for (UserIndex user = 0; user < 60; ++user) {
            for (const ItemIndex item : data.itemsOf(user)) {
                rows.push_back({user, item, 1, 0});
            }
        }
        const InteractionSet train(60, rows);
        ImplicitAlsConfig config;
        config.factors = 3;
        auto model = factorModel(config, 60, 40, 1);
        ImplicitAls als(model, train, config, 2);
        WorkClock clock(0);
        RunControl control;
        for (int iteration = 0; iteration < 8; ++iteration) {
            REQUIRE_OK(als.iterate(clock, control));
        }
        const auto scores = model->gmfUser.matmul(model->gmfItem.t());
        for (std::int64_t user = 0; user < 60; ++user) {
            const auto own = scores[user].slice(0, user % 2, 40, 2).mean().item<float>();
            const auto foreign = scores[user].slice(0, 1 - user % 2, 40, 2).mean().item<float>();
            QVERIFY(own > foreign + 0.2f);
        }
    }

    void goesOnAfterAStop_data() {
        QTest::addColumn<int>("half");
        QTest::newRow("while users are solved") << 0;
        QTest::newRow("while items are solved") << 1;
    }
    void goesOnAfterAStop() {
        QFETCH(int, half);
        Fit whole(someConfig());
        Fit stopped(someConfig(), 1);
        for (int iteration = 0; iteration < 2; ++iteration) {
            REQUIRE_OK(whole.iterate());
            REQUIRE_OK(stopped.iterate());
        }
        REQUIRE_OK(whole.iterate());
        const auto items = stopped.model->gmfItem.clone();
        const auto total = stopped.als.interactionsPerIteration();
        const auto status = stopped.iterate([&](std::uint64_t done, std::uint64_t all) {
            QCOMPARE(all, total);
            if (2 * done >= static_cast<std::uint64_t>(half) * total) {
                stopped.control.stop();
            }
        });
        QVERIFY(!status);
        QCOMPARE(status.error().kind, ErrorKind::Cancelled);
        QVERIFY(torch::equal(items, stopped.model->gmfItem));
        RunControl again;
        REQUIRE_OK(stopped.als.iterate(stopped.clock, again));
        QVERIFY(torch::equal(whole.model->gmfUser, stopped.model->gmfUser));
        QVERIFY(torch::equal(whole.model->gmfItem, stopped.model->gmfItem));
    }

    void anUnstableSystemIsAnError() {
        auto config = someConfig();
        config.factors = 64;  // more than there are items
        config.regularisation = 1e-30;
        Fit fit(config);
        const auto status = fit.iterate();
        QVERIFY(!status);
        QVERIFY(status.error().remedy.find("regularisation") != std::string::npos);
    }

    void configsAreChecked() {
        QVERIFY(bool(ImplicitAlsConfig{}.validate()));
        QVERIFY(bool(ImplicitAlsConfig{}.shape().validate()));
        using Change = std::function<void(ImplicitAlsConfig&)>;
        for (const Change& change : std::initializer_list<Change>{
                 [](auto& c) { c.factors = 0; }, [](auto& c) { c.factors = 2049; },
                 [](auto& c) { c.unobservedWeight = 0; },
                 [](auto& c) { c.unobservedWeight = std::nan(""); },
                 [](auto& c) { c.regularisation = 0; }, [](auto& c) { c.regularisation = 1e9; },
                 [](auto& c) { c.frequencyExponent = -0.1; },
                 [](auto& c) { c.frequencyExponent = 1.1; }, [](auto& c) { c.iterations = 0; }}) {
            ImplicitAlsConfig config;
            change(config);
            const auto status = config.validate();
            QVERIFY(!status);
            QCOMPARE(status.error().kind, ErrorKind::BadInput);
        }
    }
};

QTEST_APPLESS_MAIN(ImplicitAlsTest)
#include "tst_implicit_als.moc"
