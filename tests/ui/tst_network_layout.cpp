#include "architecture/network_edits.h"
#include "architecture/network_layout.h"
#include "architecture/part_text.h"
#include "experiment/presets.h"

#include <QLocale>
#include <QTest>

#include <cmath>

using namespace ncf;
using Kind = NetworkPart::Kind;

namespace {

ModelConfig shape(bool gmf, bool mlp, std::vector<int> tower = {32, 16, 8}) {
    ModelConfig config;
    config.gmf = gmf;
    config.mlp = mlp;
    config.tower = std::move(tower);
    return config;
}

}  // namespace

class TestNetworkLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void nothingOverlapsOrSticksOut_data() {
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("room");
        for (const double room : {300.0, 364.0, 540.0}) {
            for (const int width : {1, 8, 256, 8192}) {
                const auto name = [&](const char* shape) {
                    return QString("%1, %2 in %3").arg(shape).arg(width).arg(room).toLatin1();
                };
                QTest::newRow(name("NeuMF")) << true << true << 3 << width << room;
                QTest::newRow(name("GMF")) << true << false << 3 << width << room;
                QTest::newRow(name("MLP")) << false << true << 16 << width << room;
            }
        }
    }
    void nothingOverlapsOrSticksOut() {
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        QFETCH(int, layers);
        QFETCH(int, width);
        QFETCH(double, room);
        auto config = shape(gmf, mlp, std::vector<int>(static_cast<std::size_t>(layers), width));
        config.gmfFactors = config.mlpUserDim = config.mlpItemDim = std::min(width, 4096);
        const auto layout = layoutNetwork(config, room);
        QCOMPARE(layout.parts.size(), networkParts(config).size());
        const QRectF all({0, 0}, layout.size);
        for (const auto& placed : layout.parts) {
            QVERIFY(all.contains(placed.bar));
            for (const auto& other : layout.parts) {
                QVERIFY(&placed == &other || !placed.bar.intersects(other.bar));
            }
        }
        for (const auto& wire : layout.wires) {
            QVERIFY(layout.find(wire.from)->bar.top() > layout.find(wire.to)->bar.bottom());
        }
    }

    void lengthSpeaksTheWidth() {
        for (const double room : {60.0, 200.0}) {
            double before = 0;
            for (int width = 1; width <= 1024; width *= 2) {
                const double length = barLength(width, room);
                QVERIFY(length > before && length <= room);
                before = length;
            }
            QCOMPARE(barLength(8192, room), room);
        }
    }

    void oneBranchHasTheMiddle() {
        const auto both = layoutNetwork(shape(true, true), 400);
        QVERIFY(both.find({Kind::Product})->bar.right() <
                both.find({Kind::Concatenation})->bar.left());
        QCOMPARE(layoutNetwork(shape(true, false), 400).find({Kind::Product})->bar.center().x(),
                 200.0);
        const auto mlp = layoutNetwork(shape(false, true), 400);
        QCOMPARE(mlp.find({Kind::Dense, 2})->bar.center().x(), 200.0);
        QVERIFY(!mlp.find({Kind::Product}));
    }

    void problemsMakeRoomForTheirWords() {
        auto config = shape(true, true);
        const auto good = layoutNetwork(config, 400);
        config.tower[1] = 0;
        const auto bad = layoutNetwork(config, 400);
        QVERIFY(bad.size.height() > good.size.height());
        QCOMPARE(bad.find({Kind::Dense, 1})->bar.top(), good.find({Kind::Dense, 1})->bar.top());
        QVERIFY(bad.find({Kind::Dense, 0})->bar.top() > good.find({Kind::Dense, 0})->bar.top());
    }

    void pointerFindsWhatIsUnderIt() {
        const auto layout = layoutNetwork(shape(true, true), 400);
        const auto* const layer = layout.find({Kind::Dense, 0});
        const QPointF middle = layer->bar.center();
        QCOMPARE(layout.at(middle), layer);
        QCOMPARE(layout.at(QPointF(layer->bar.right() + 4, middle.y())), layer);
        QVERIFY(!layout.at(QPointF(layer->bar.right() + 9, middle.y())));
        QVERIFY(gripAt(*layer, middle) == Grip::Number);
        QVERIFY(gripAt(*layer, QPointF(layer->bar.left() + 2, middle.y())) == Grip::LeftEdge);
        QVERIFY(gripAt(*layer, QPointF(layer->bar.right() + 2, middle.y())) == Grip::RightEdge);
        QVERIFY(gripAt(*layer, QPointF(layer->bar.left() + 12, middle.y())) == Grip::Body);
        const auto* const sum = layout.find({Kind::Output});
        QVERIFY(gripAt(*sum, sum->bar.topLeft()) == Grip::Body);
        QCOMPARE(layout.layerNear(0), 2u);
        QCOMPARE(layout.layerNear(layout.size.height()), 0u);
        QCOMPARE(layout.layerNear(layout.find({Kind::Dense, 1})->bar.top()), 1u);
    }

    void edgeStaysUnderThePointer() {
        const double room = 300;
        const double grown = (barLength(64, room) - barLength(32, room)) / 2;
        QCOMPARE(doublingsOf(grown, room), 1.0);
        QCOMPARE(doublingsOf(-2 * grown, room), -2.0);
        // Not with little room, where a pixel would be too much.
        QVERIFY(doublingsOf(1, 60) < 0.2);
    }

    void widthsSnap() {
        QCOMPARE(widthFor(5.4, false, 4096), 32);
        QCOMPARE(widthFor(5.6, false, 4096), 64);
        QCOMPARE(widthFor(std::log2(45.2), true, 4096), 45);
        QCOMPARE(widthFor(-1, true, 4096), 1);
        QCOMPARE(widthFor(13.2, false, 4096), 4096);
        QCOMPARE(doubled(32, 4096), 64);
        QCOMPARE(doubled(33, 4096), 64);
        QCOMPARE(doubled(0, 4096), 1);
        QCOMPARE(doubled(4096, 4096), 4096);
        QCOMPARE(doubled(90000, 4096), 4096);
        QCOMPARE(halved(32, 4096), 16);
        QCOMPARE(halved(33, 4096), 32);
        QCOMPARE(halved(1, 4096), 1);
        QCOMPARE(halved(0, 4096), 1);
        QCOMPARE(halved(90000, 4096), 4096);
    }

    void editsMakeTheNextNetwork() {
        const auto config = shape(true, true);
        QCOMPARE(withWidth(config, {Kind::GmfItem}, 24).gmfFactors, 24);
        QCOMPARE(withWidth(config, {Kind::MlpItem}, 24).mlpItemDim, 24);
        QCOMPARE(withWidth(config, {Kind::MlpItem}, 24).mlpUserDim, config.mlpUserDim);
        QCOMPARE(withWidth(config, {Kind::Dense, 1}, 24).tower, (std::vector{32, 24, 8}));
        QCOMPARE(withLayer(config, 3).tower, (std::vector{32, 16, 8, 4}));
        QCOMPARE(withLayer(config, 0).tower, (std::vector{32, 32, 16, 8}));
        QCOMPARE(withoutLayer(config, 0).tower, (std::vector{16, 8}));
        QCOMPARE(withLayerMoved(config, 0, 2).tower, (std::vector{16, 8, 32}));
        QCOMPARE(withLayerMoved(config, 2, 1).tower, (std::vector{32, 8, 16}));
        QVERIFY(!withBranches(config, false, true).gmf);
        QVERIFY(withBranches(config, false, false) == config);
        QCOMPARE(withBranches(shape(true, false, {}), true, true).tower.size(), 1u);
        QCOMPARE(withoutLayer(shape(true, true, {8}), 0).tower.size(), 1u);
        const auto full = shape(true, true, std::vector<int>(ModelConfig::kMaxLayers, 4));
        QVERIFY(withLayer(full, 2) == full);
    }

    void wordsTellShapeAndShare() {
        const auto config = shape(true, true);
        const auto layer = partDescription(config, {Kind::Dense, 1}, 1000, 800);
        QVERIFY2(layer.contains("16 × 32") && layer.contains("528 parameters"), qPrintable(layer));
        const auto user = partDescription(config, {Kind::MlpUser}, 1000, 800);
        QVERIFY2(user.contains("1,000 users × 32") && user.contains("32,000 parameters"),
                 qPrintable(user));
        QVERIFY(!partDescription(config, {Kind::Product}, 1000, 800).contains("parameters"));
        auto product = shape(true, true);
        product.biases = true;
        const auto items = partDescription(product, {Kind::GmfItem}, 1000, 800);
        QVERIFY2(
            items.contains("800 items × 8 and a bias each") && items.contains("7,200 parameters"),
            qPrintable(items));
        product.dotProduct = true;
        const auto output = partDescription(product, {Kind::Output}, 1000, 800);
        QVERIFY2(output.contains("the plain sum of the product, 8 weights and a bias"),
                 qPrintable(output));
        QCOMPARE(partLabel(product, {Kind::Output}), QString("weighted sum"));
        product.mlp = false;
        QVERIFY(partDescription(product, {Kind::Output}, 1000, 800).contains("1 parameters"));
        QCOMPARE(partLabel(product, {Kind::Output}), QString("sum"));
        for (const auto& preset : presets()) {
            for (const auto part : networkParts(preset.config.model)) {
                QVERIFY(!partName(part).isEmpty());
                QVERIFY(!partLabel(preset.config.model, part).isEmpty());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestNetworkLayout)
#include "tst_network_layout.moc"
