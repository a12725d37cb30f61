#include "support/some_chart.h"
#include "theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestChartSaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { Theme::apply(*qApp, Theme::Mode::Light); }

    void savesAllPointsAsCsv() {
        QTemporaryDir folder;
        SomeChart chart;
        std::vector<CurvePoint> points;
        for (int i = 0; i < 50000; ++i) {
            points.push_back({i / 7.0, std::sin(i) / 3});
        }
        chart.setCurveName(0, "a, \"b\"");
        chart.setPoints(0, points);
        const auto file = folder.filePath("points.csv");
        chart.save(file, ChartFormat::Csv);
        QTRY_VERIFY(labelSaying(chart, "points.csv"));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto lines = written.readAll().split('\n');
        QCOMPARE(lines.size(), 50002);  // with the heading and behind the last line break
        QCOMPARE(lines.first(), QByteArray("curve,epoch,loss"));
        const auto prefix = QByteArray("\"a, \"\"b\"\"\",");
        QVERIFY(lines[40001].startsWith(prefix));
        const auto numbers = lines[40001].mid(prefix.size()).split(',');
        QCOMPARE(numbers[0].toDouble(), points[40000].x);
        QCOMPARE(numbers[1].toDouble(), points[40000].y);
    }

    void savesPictures() {
        QTemporaryDir folder;
        SomeChart chart;
        chart.save(folder.filePath("chart.png"), ChartFormat::Png);
        QTRY_VERIFY(labelSaying(chart, "chart.png"));
        const QImage image(folder.filePath("chart.png"));
        QVERIFY(image.width() >= 2 * plotOf(chart)->width());
        int curve = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                curve += image.pixelColor(x, y) == Theme::series(0) ? 1 : 0;
            }
        }
        QVERIFY(curve > 200);
        chart.save(folder.filePath("chart.svg"), ChartFormat::Svg);
        QTRY_VERIFY(labelSaying(chart, "chart.svg"));
        QFile svg(folder.filePath("chart.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const auto text = svg.readAll();
        QVERIFY(text.contains("<svg") && text.contains(">line</text>") &&
                text.contains(">Loss</text>"));
    }

    void whatCannotBeSavedIsTold() {
        QTemporaryDir folder;
        SomeChart chart;
        for (const auto format : {ChartFormat::Csv, ChartFormat::Png}) {
            chart.save(folder.filePath("no/such/folder"), format);
            QTRY_VERIFY(labelSaying(chart, "could not be written"));
            QVERIFY(labelSaying(chart, "no/such/folder"));
            chart.save(folder.filePath("fine"), format);
            QTRY_VERIFY(!labelSaying(chart, "could not be written"));
        }
    }
};

QTEST_MAIN(TestChartSaving)
#include "tst_chart_saving.moc"
