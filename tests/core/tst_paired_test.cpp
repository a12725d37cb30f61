#include "base/random.h"
#include "evaluation/metrics.h"
#include "evaluation/paired_test.h"

#include <QTest>

#include <cmath>

using namespace ncf;

namespace {

constexpr int kHit = 0;
constexpr int kMiss = 50;

// One test item per user: so many hit by both, by A alone, by B alone, by none.
std::pair<TestOutcome, TestOutcome> hits(int both, int onlyA, int onlyB, int none) {
    TestOutcome a;
    TestOutcome b;
    const auto add = [&](int count, int rankA, int rankB) {
        for (int i = 0; i < count; ++i) {
            a.users.push_back(static_cast<UserIndex>(a.users.size()));
            a.ranks.push_back(rankA);
            b.ranks.push_back(rankB);
        }
    };
    add(both, kHit, kHit);
    add(onlyA, kHit, kMiss);
    add(onlyB, kMiss, kHit);
    add(none, kMiss, kMiss);
    b.users = a.users;
    return {a, b};
}

std::pair<TestOutcome, TestOutcome> errors(const std::vector<float>& a,
                                           const std::vector<float>& b) {
    std::vector<UserIndex> users;
    for (std::size_t i = 0; i < a.size(); ++i) {
        users.push_back(static_cast<UserIndex>(i));
    }
    return {{users, {}, a}, {users, {}, b}};
}

bool near(double value, double wanted, double tolerance) {
    return std::abs(value - wanted) <= tolerance;
}

}  // namespace

class TestPairedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mcNemarsKnownValues_data() {
        QTest::addColumn<int>("onlyA");
        QTest::addColumn<int>("onlyB");
        QTest::addColumn<double>("p");
        QTest::newRow("none differs") << 0 << 0 << 1.0;
        QTest::newRow("one") << 0 << 1 << 1.0;
        QTest::newRow("six of six") << 0 << 6 << 0.03125;         // 2 / 2^6
        QTest::newRow("ten and two") << 10 << 2 << 158 / 4096.0;  // 2 (1 + 12 + 66) / 2^12
        QTest::newRow("two and ten") << 2 << 10 << 158 / 4096.0;
        QTest::newRow("balanced") << 20 << 20 << 1.0;
        // By exact fractions: 2 (C(180, 0) + … + C(180, 59)) / 2^180.
        QTest::newRow("many") << 121 << 59 << 4.434449263755176e-06;
    }
    void mcNemarsKnownValues() {
        QFETCH(int, onlyA);
        QFETCH(int, onlyB);
        QFETCH(double, p);
        const double computed =
            mcNemar(static_cast<std::uint64_t>(onlyA), static_cast<std::uint64_t>(onlyB));
        QVERIFY2(near(computed, p, 1e-9 * p + 1e-15),
                 qPrintable(QString::number(computed, 'g', 12)));
    }

    void mcNemarOfManyPairsFollowsTheNormal() {
        // 50,000 and 50,700: z with the continuity correction is 699 / sqrt(100,700).
        const double z = 699 / std::sqrt(100'700.0);
        QVERIFY(near(mcNemar(50'000, 50'700), std::erfc(z / std::sqrt(2.0)), 1e-4));
        QVERIFY(mcNemar(40'000, 60'000) < 1e-300);
    }

    void hitsAreCountedWithAnInterval() {
        const auto [a, b] = hits(101, 59, 121, 33);
        const auto test = compareHitRates(a, b, 10);
        QCOMPARE(test.users, std::size_t(314));
        QCOMPARE(test.difference, 62 / 314.0);
        QVERIFY(test.real());
        QVERIFY(near(test.p, 4.434449263755176e-06, 1e-14));
        // Agresti and Min: (62 ± 1.96 sqrt(181 - 62² / 316)) / 316.
        const double margin = 1.959963984540054 * std::sqrt(181 - 62 * 62 / 316.0) / 316;
        QVERIFY(near(test.low, 62 / 316.0 - margin, 1e-12));
        QVERIFY(near(test.high, 62 / 316.0 + margin, 1e-12));
        // The other way round it is the same with the opposite sign.
        const auto back = compareHitRates(b, a, 10);
        QCOMPARE(back.difference, -test.difference);
        QVERIFY(near(back.low, -test.high, 1e-12));
        QCOMPARE(back.p, test.p);
    }

    void halfAPointIsNoise() {
        // 5,000 users, HR 0.60 against 0.605, with the disagreement of two good models.
        const auto [a, b] = hits(2700, 300, 325, 1675);
        const auto test = compareHitRates(a, b, 10);
        QCOMPARE(test.difference, 0.005);
        QVERIFY(!test.real());
        QVERIFY(test.low < 0 && test.high > 0);
    }

    void equalOutcomesDoNotDiffer() {
        const auto [a, b] = hits(5, 0, 0, 5);
        for (const auto& test : {compareHitRates(a, b, 10), compareNdcg(a, b, 10)}) {
            QCOMPARE(test.difference, 0.0);
            QCOMPARE(test.p, 1.0);
            QVERIFY(!test.real());
        }
        QCOMPARE(compareHitRates({}, {}, 10).p, 1.0);
        QCOMPARE(compareRmse({}, {}).p, 1.0);
    }

    void fewUsersAreEnumerated() {
        // Five users, all better with B by the same amount: 2 of the 2^5 signs are as extreme.
        const auto [a, b] = hits(0, 0, 5, 7);
        QCOMPARE(compareNdcg(a, b, 10).p, 2 / 32.0);
        // Units 1, 1, 1, -1 of a rank-0 hit: |sum| ≥ 2 for all but the 6 balanced of 16 signs.
        const auto [c, d] = hits(0, 1, 3, 0);
        QCOMPARE(compareNdcg(c, d, 10).p, 10 / 16.0);
    }

    void manyUsersArePermuted() {
        // 40 differences of +1 and 20 of -1: the exact p is that of McNemar's test.
        const auto [a, b] = hits(100, 20, 40, 100);
        const auto test = compareNdcg(a, b, 10);
        QVERIFY2(near(test.p, mcNemar(20, 40), 0.004), qPrintable(QString::number(test.p)));
        QCOMPARE(test.difference, 20 / 260.0);
        QVERIFY(test.low < test.difference && test.difference < test.high);
        QCOMPARE(compareNdcg(a, b, 10).p, test.p);  // a fixed seed
    }

    void chanceAloneIsRarelyCalledReal() {
        // Equal models: about one in twenty comparisons may be called real.
        Random random(11);
        int real = 0;
        for (int round = 0; round < 200; ++round) {
            std::vector<float> a;
            std::vector<float> b;
            for (int i = 0; i < 60; ++i) {
                const double shared = random.uniform();
                a.push_back(static_cast<float>(shared + 0.3 * random.uniform()));
                b.push_back(static_cast<float>(shared + 0.3 * random.uniform()));
            }
            const auto [outcomeA, outcomeB] = errors(a, b);
            real += compareRmse(outcomeA, outcomeB).real() ? 1 : 0;
        }
        QVERIFY2(real >= 1 && real <= 24, qPrintable(QString::number(real)));
    }

    void ratingErrorsAreOfTheRoots() {
        const auto [a, b] = errors({4, 4, 4, 4, 4, 4}, {1, 1, 1, 1, 1, 1});
        const auto test = compareRmse(a, b);
        QCOMPARE(test.difference, -1.0);
        QCOMPARE(test.p, 2 / 64.0);
        QCOMPARE(test.low, -1.0);  // all users agree
        QCOMPARE(test.high, -1.0);
    }

    void severalItemsOfAUserCountAsOne() {
        // Two users with many items each: however many, they are two observations.
        TestOutcome a;
        TestOutcome b;
        for (const UserIndex user : {0, 1}) {
            for (int i = 0; i < 500; ++i) {
                a.users.push_back(user);
                a.ranks.push_back(kMiss);
                b.ranks.push_back(kHit);
            }
        }
        b.users = a.users;
        const auto test = compareHitRates(a, b, 10);
        QCOMPARE(test.users, std::size_t(2));
        QCOMPARE(test.difference, 1.0);
        QCOMPARE(test.p, 0.5);
    }
};

QTEST_APPLESS_MAIN(TestPairedTest)
#include "tst_paired_test.moc"
