#include "base/process_usage.h"

#include <QTest>

#include <cstddef>
#include <vector>

using namespace ncf;

class TestProcessUsage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryIsWhatIsTouched() {
        constexpr std::size_t kBytes = 64 << 20;
        const auto before = processUsage().residentBytes;
        QVERIFY(before > 0);
        std::vector<char> block(kBytes, 1);
        const auto with = processUsage().residentBytes;
        QVERIFY(block[kBytes / 2] == 1);
        QVERIFY2(with >= before + kBytes * 9 / 10, qPrintable(QString::number(with - before)));
    }

    void timeOfWorkIsCounted() {
        const auto before = processUsage();
        // Until the clock of CPU time, which may be coarse, has moved.
        while (processUsage().cpuSeconds < before.cpuSeconds + 0.05) {
        }
        const auto after = processUsage();
        QVERIFY(after.wallSeconds > before.wallSeconds);
        QVERIFY(cpuPercent(before, after) > 0);
    }

    void sleepIsNot() {
        const auto before = processUsage();
        QTest::qSleep(200);
        QVERIFY(cpuPercent(before, processUsage()) < 50);
    }

    void percentOfOneCore() {
        QCOMPARE(cpuPercent({0, 1, 10}, {0, 3, 11}), 200.0);
        QCOMPARE(cpuPercent({0, 1, 10}, {0, 1.25, 10.5}), 50.0);
        QCOMPARE(cpuPercent({0, 1, 10}, {0, 2, 10}), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestProcessUsage)
#include "tst_process_usage.moc"
