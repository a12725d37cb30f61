#include "architecture/cost_view.h"

#include <QLabel>
#include <QLocale>
#include <QTest>

using namespace ncf;

namespace {

CostView::Figures figures(std::uint64_t parameters) {
    return {{parameters, 12 * parameters, 100}, 1e6};
}

QStringList texts(const CostView& view) {
    QStringList all;
    for (const auto* const label : view.findChildren<QLabel*>()) {
        all << label->text();
    }
    return all;
}

}  // namespace

class TestCostView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void tellsWhatAChangeDid() {
        CostView view;
        view.setFigures(figures(100000));
        QVERIFY(texts(view).contains("100,000"));
        QVERIFY(texts(view).filter("+").isEmpty());
        view.showChange(figures(112288), {});
        QVERIFY(texts(view).contains("112,288"));
        QVERIFY(texts(view).contains("+12,288"));
        view.showChange(figures(112192), {});
        QVERIFY(texts(view).contains("−96"));
        QVERIFY(!texts(view).contains("+12,288"));
    }

    void seriesIsComparedWithItsBeginning() {
        CostView view;
        view.setFigures(figures(1000));
        view.showChange(figures(2000), "drag 1");
        view.showChange(figures(4000), "drag 1");
        QVERIFY(texts(view).contains("+3,000"));
        view.showChange(figures(8000), "drag 2");
        QVERIFY(texts(view).contains("+4,000"));
    }

    void timeNeedsARun() {
        CostView view;
        view.setFigures(figures(1000));
        QVERIFY(texts(view).contains("after the first run"));
        view.setOperationsPerSecond(2e7);  // 1e6 samples of 100 operations
        QVERIFY(texts(view).contains("about 5.0 s"));
        QVERIFY(!texts(view).contains("after the first run"));
        auto slower = figures(1000);
        slower.cost.operationsPerSample = 150;
        view.showChange(slower, {});
        QVERIFY(texts(view).contains("about 7.5 s"));
        QVERIFY(texts(view).contains("+2.5 s"));
    }
};

QTEST_MAIN(TestCostView)
#include "tst_cost_view.moc"
