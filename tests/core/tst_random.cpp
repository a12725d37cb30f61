#include "base/random.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace ncf;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheSameEverywhere() {
        // Pinned, because a changed generator would change every stored run.
        Random random(42);
        const auto first = random.next();
        QCOMPARE(Random(42).next(), first);
        QVERIFY(Random(43).next() != first);
        QCOMPARE(first, 1546998764402558742ULL);
    }

    void streamsAreIndependent() {
        std::set<std::uint64_t> firsts;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            for (std::uint64_t stream = 0; stream < 20; ++stream) {
                firsts.insert(Random::stream(seed, stream).next());
            }
        }
        QCOMPARE(firsts.size(), std::size_t(1000));
    }

    void belowIsUniform() {
        Random random(1);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70000; ++i) {
            ++counts.at(random.below(7));
        }
        for (const int count : counts) {
            QVERIFY2(std::abs(count - 10000) < 500, qPrintable(QString::number(count)));
        }
        QCOMPARE(random.below(1), 0u);
    }

    void normalHasMeanAndSpread() {
        Random random(2);
        double sum = 0;
        double squares = 0;
        constexpr int n = 100000;
        for (int i = 0; i < n; ++i) {
            const double x = random.normal();
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / n) < 0.02);
        QVERIFY(std::abs(squares / n - 1) < 0.03);
    }

    void shufflePermutes() {
        std::vector<int> values(1000);
        std::iota(values.begin(), values.end(), 0);
        Random random(3);
        random.shuffle(values);
        QVERIFY(!std::is_sorted(values.begin(), values.end()));
        std::sort(values.begin(), values.end());
        for (int i = 0; i < 1000; ++i) {
            QCOMPARE(values[static_cast<std::size_t>(i)], i);
        }
    }

    void stateGoesOnWhereItWas() {
        Random random(4);
        random.normal();
        const auto state = random.state();
        const auto expected = random.next();
        Random other(99);
        other.setState(state);
        QCOMPARE(other.next(), expected);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
