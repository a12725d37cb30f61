#include "charts/parallel_coordinates.h"
#include "theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace ncf;

namespace {

// Two settings and a result; the lines' ids are 10, 20 and so on.
std::vector<ParallelAxis> axes() {
    return {{"rate", true, {{0.001, "0.001"}, {0.1, "0.1"}}},
            {"width", false, {{0, "0"}, {10, "10"}}},
            {"NDCG", false, {{0, "0"}, {1, "1"}}}};
}

std::vector<ParallelLine> lines() {
    return {
        {10, {0.001, 0, 0.1}}, {20, {0.01, 10, 0.5}}, {30, {0.1, 0, 0.9}}, {40, {0.1, 10, 1.0}}};
}

// Where that share of an axis is drawn.
QPoint at(const ParallelCoordinates& chart, int axis, double share) {
    const QFontMetrics metrics(chart.font());
    const double left = 70;
    const double width = chart.width() - 2 * left;
    const double top = metrics.height() + 14;
    const double height = chart.height() - top - metrics.height() * 0.5 - 6;
    return QPointF(left + width * axis / 2, top + height * (1 - share)).toPoint();
}

std::set<QRgb> coloursOf(const QImage& image) {
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            colours.insert(image.pixel(x, y));
        }
    }
    return colours;
}

}  // namespace

class TestParallelCoordinates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, Theme::Mode::Light); }

    void brushesSelectTogether() {
        ParallelCoordinates chart;
        chart.setData(axes(), lines(), false);
        QCOMPARE(chart.selected(), (std::vector<int>{10, 20, 30, 40}));
        QVERIFY(!chart.hasBrush());
        QSignalSpy brushed(&chart, &ParallelCoordinates::brushed);
        chart.setBrush(0, 0.01, 0.1);
        QCOMPARE(chart.selected(), (std::vector<int>{20, 30, 40}));
        chart.setBrush(1, 9, 10);
        QCOMPARE(chart.selected(), (std::vector<int>{20, 40}));
        chart.setBrush(2, 0.6, 0.95);
        QVERIFY(chart.selected().empty());
        QCOMPARE(brushed.count(), 3);
        chart.clearBrushes();
        QCOMPARE(chart.selected().size(), std::size_t(4));
        QCOMPARE(brushed.count(), 4);
    }

    void brushesSurviveNewLinesOfTheSameAxes() {
        ParallelCoordinates chart;
        chart.setData(axes(), lines(), false);
        chart.setBrush(1, 9, 10);
        auto more = lines();
        more.push_back({50, {0.05, 10, 0.3}});
        chart.setData(axes(), more, false);
        QCOMPARE(chart.selected(), (std::vector<int>{20, 40, 50}));
        auto other = axes();
        other[1].name = "depth";
        chart.setData(other, more, false);
        QVERIFY(!chart.hasBrush());
        chart.setData({}, {}, false);
        QVERIFY(chart.selected().empty());
    }

    void draggingAlongAnAxisBrushesIt() {
        ParallelCoordinates chart;
        chart.resize(600, 300);
        chart.setData(axes(), lines(), false);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        QSignalSpy brushed(&chart, &ParallelCoordinates::brushed);
        QTest::mousePress(&chart, Qt::LeftButton, {}, at(chart, 2, 0.4));
        QTest::mouseMove(&chart, at(chart, 2, 0.7));
        QTest::mouseMove(&chart, at(chart, 2, 0.95));
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, at(chart, 2, 0.95));
        QVERIFY(brushed.count() >= 1);
        QCOMPARE(chart.selected(), (std::vector<int>{20, 30}));
        // A click takes it away, and one between the axes does nothing.
        QTest::mouseClick(&chart, Qt::LeftButton, {}, at(chart, 2, 0.5));
        QVERIFY(!chart.hasBrush());
        const auto before = brushed.count();
        QTest::mouseClick(&chart, Qt::LeftButton, {}, (at(chart, 0, 0.5) + at(chart, 1, 0.5)) / 2);
        QCOMPARE(brushed.count(), before);
    }

    void theKeyboardBrushesAsWell() {
        ParallelCoordinates chart;
        chart.setData(axes(), lines(), false);
        QTest::keyClick(&chart, Qt::Key_Right);
        QTest::keyClick(&chart, Qt::Key_Right);
        QTest::keyClick(&chart, Qt::Key_Right);  // there is no further one
        QTest::keyClick(&chart, Qt::Key_Space);
        QCOMPARE(chart.selected(), (std::vector<int>{30, 40}));  // the best quarter
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&chart, Qt::Key_Down);
        }
        QCOMPARE(chart.selected(), std::vector<int>());  // .61 to .86
        QTest::keyClick(&chart, Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(&chart, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(chart.selected(), (std::vector<int>{30}));
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&chart, Qt::Key_Down, Qt::ControlModifier);
        }
        QCOMPARE(chart.selected(), (std::vector<int>{20, 30}));
        QVERIFY(chart.accessibleDescription().contains("4 trials, 2 selected"));
        QVERIFY(chart.accessibleDescription().contains("NDCG from"));
        QTest::keyClick(&chart, Qt::Key_Escape);
        QVERIFY(!chart.hasBrush());
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Space);
        QCOMPARE(chart.selected(), (std::vector<int>{20, 40}));
        QTest::keyClick(&chart, Qt::Key_Space);
        QVERIFY(!chart.hasBrush());
    }

    void theOthersTurnGrey() {
        ParallelCoordinates chart;
        chart.resize(600, 300);
        chart.setData(axes(), {{1, {0.01, 5, 1.0}}}, false);
        const auto best = Theme::series(0).rgb();
        const auto pixelsLike = [&](QRgb colour) {
            const QImage image = chart.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 80; x < image.width() - 80; ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    count += std::abs(pixel.red() - qRed(colour)) < 40 &&
                                     std::abs(pixel.green() - qGreen(colour)) < 40 &&
                                     std::abs(pixel.blue() - qBlue(colour)) < 40
                                 ? 1
                                 : 0;
                }
            }
            return count;
        };
        const int coloured = pixelsLike(best);
        QVERIFY2(coloured > 200, qPrintable(QString::number(coloured)));
        chart.setBrush(1, 8, 10);
        QVERIFY(pixelsLike(best) < coloured / 2);
        chart.clearBrushes();
        QCOMPARE(pixelsLike(best), coloured);
        // Of an error the lowest is the best.
        chart.setData(axes(), {{1, {0.01, 5, 0.0}}}, true);
        QVERIFY(pixelsLike(best) > 200);
    }

    void everyThemeAndOddDataAreDrawn() {
        ParallelCoordinates chart;
        chart.resize(500, 260);
        chart.setEmptyText("nothing yet");
        const auto empty = coloursOf(chart.grab().toImage());
        QVERIFY(empty.size() > 1);
        chart.setData({{"only", false, {}}}, {{1, {3}}}, false);
        QVERIFY(!chart.grab().isNull());
        chart.setData(axes(), lines(), false);
        chart.setCurrent(20);
        const QImage light = chart.grab().toImage();
        Theme::apply(*qApp, Theme::Mode::Dark);
        const QImage dark = chart.grab().toImage();
        Theme::apply(*qApp, Theme::Mode::Light);
        QVERIFY(light != dark);
        QCOMPARE(chart.grab().toImage(), light);
        chart.setCurrent(std::nullopt);
        QVERIFY(chart.grab().toImage() != light);
        chart.resize(240, 140);
        QVERIFY(!chart.grab().isNull());
    }

    void aThousandLinesAreDrawn() {
        ParallelCoordinates chart;
        chart.resize(800, 300);
        std::vector<ParallelLine> many;
        for (int i = 0; i < 1000; ++i) {
            many.push_back({i, {0.001 * (1 + i % 100), double(i % 11), i / 1000.0}});
        }
        chart.setData(axes(), many, false);
        QVERIFY(!chart.grab().isNull());
        chart.setBrush(2, 0.9, 1);
        QCOMPARE(chart.selected().size(), std::size_t(100));
        QBENCHMARK {
            chart.setBrush(2, 0.5, 1);
            chart.grab();
        }
    }
};

QTEST_MAIN(TestParallelCoordinates)
#include "tst_parallel_coordinates.moc"
