#include "architecture/network_editor.h"
#include "architecture/network_view.h"
#include "architecture/number_entry.h"
#include "resources/resources.h"
#include "theme/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QLineEdit>
#include <QProxyStyle>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

using namespace ncf;
using Kind = NetworkPart::Kind;

namespace {

constexpr NetworkPart kUser{Kind::GmfUser};

NetworkPart dense(std::size_t layer) {
    return {Kind::Dense, layer};
}

class AnimationStyle : public QProxyStyle {
public:
    explicit AnimationStyle(int milliseconds) : milliseconds_(milliseconds) {}
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override {
        return hint == SH_Widget_Animation_Duration
                   ? milliseconds_
                   : QProxyStyle::styleHint(hint, option, widget, result);
    }

private:
    int milliseconds_;
};

// The diagram in a window of its own, between two buttons for the Tab key.
class Bench : public QWidget {
public:
    Bench() {
        auto* const column = new QVBoxLayout(this);
        column->addWidget(&before);
        column->addWidget(&editor);
        column->addWidget(&after);
        view = editor.findChild<NetworkView*>();
        resize(460, 600);
        show();
    }
    QPoint at(NetworkPart part, double dx = 0) const {
        return (view->placement().find(part)->bar.center() + QPointF(dx, 0)).toPoint();
    }
    QPoint edge(NetworkPart part) const {
        return at(part, view->placement().find(part)->bar.width() / 2 - 2);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) {
        auto* const area = view->viewport();
        QTest::mousePress(area, Qt::LeftButton, modifiers, from);
        for (int step = 1; step <= 10; ++step) {
            const QPointF point = from + QPointF(to - from) * step / 10;
            QMouseEvent move(QEvent::MouseMove, point, area->mapToGlobal(point), Qt::NoButton,
                             Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(area, &move);
        }
        QTest::mouseRelease(area, Qt::LeftButton, modifiers, to);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(view, static_cast<Qt::Key>(key), modifiers);
    }
    NumberEntry* entry() const { return view->findChild<NumberEntry*>(); }

    QPushButton before, after;
    NetworkEditor editor;
    NetworkView* view = nullptr;
};

}  // namespace

class TestNetworkView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void draggingAnEdgeChangesTheWidth() {
        Bench bench;
        QSignalSpy edits(bench.view, &NetworkView::edited);
        bench.drag(bench.edge(dense(0)), bench.edge(dense(0)) + QPoint(20, 0));
        const int wide = bench.view->config().tower[0];
        QVERIFY(wide > 32 && (wide & (wide - 1)) == 0);
        QVERIFY(!edits.isEmpty());
        const auto series = edits.first()[1];
        QVERIFY(!series.toString().isEmpty());
        for (const auto& edit : edits) {
            QCOMPARE(edit[1], series);
        }
        // Back where it came from, and a series of its own.
        bench.drag(bench.edge(dense(0)), bench.edge(dense(0)) - QPoint(500, 0));
        QCOMPARE(bench.view->config().tower[0], 1);
        QVERIFY(edits.last()[1] != series);
    }

    void bothGmfEmbeddingsChangeTogether() {
        Bench bench;
        bench.drag(bench.edge({Kind::GmfItem}), bench.edge({Kind::GmfItem}) + QPoint(30, 0));
        QVERIFY(bench.view->config().gmfFactors > 8);
        QCOMPARE(bench.view->placement().find({Kind::GmfUser})->bar.width(),
                 bench.view->placement().find({Kind::GmfItem})->bar.width());
    }

    void shiftDragsToAnyNumber() {
        Bench bench;
        std::set<int> seen;
        connect(bench.view, &NetworkView::edited, this,
                [&] { seen.insert(bench.view->config().tower[0]); });
        bench.drag(bench.edge(dense(0)), bench.edge(dense(0)) + QPoint(20, 0), Qt::ShiftModifier);
        QVERIFY(std::any_of(seen.begin(), seen.end(), [](int n) { return (n & (n - 1)) != 0; }));
    }

    void draggingALayerMovesIt() {
        Bench bench;
        const double side = bench.view->placement().find(dense(0))->bar.width() / 2 - 10;
        bench.drag(bench.at(dense(0), side), bench.at(dense(2), side));
        QCOMPARE(bench.view->config().tower, (std::vector{16, 8, 32}));
        QCOMPARE(bench.view->current(), dense(2));
    }

    void clickingANumberTypesOne() {
        Bench bench;
        QVERIFY(QTest::qWaitForWindowActive(&bench));
        QTest::mouseClick(bench.view->viewport(), Qt::LeftButton, {}, bench.at(dense(1)));
        QVERIFY(bench.entry()->isVisible());
        QCOMPARE(bench.entry()->text(), QString("16"));
        QTest::keyClicks(bench.entry(), "48");
        QTest::keyClick(bench.entry(), Qt::Key_Return);
        QCOMPARE(bench.view->config().tower[1], 48);
        QVERIFY(!bench.entry()->isVisible());
        QVERIFY(bench.view->hasFocus());

        bench.key(Qt::Key_F2);
        QTest::keyClicks(bench.entry(), "7");
        QTest::keyClick(bench.entry(), Qt::Key_Escape);
        QCOMPARE(bench.view->config().tower[1], 48);

        bench.key(Qt::Key_Return);
        QTest::keyClicks(bench.entry(), "96");
        QTest::keyClick(bench.entry(), Qt::Key_Tab);
        QCOMPARE(bench.view->config().tower[1], 96);
        QCOMPARE(bench.view->current(), dense(2));
    }

    void wrongWidthIsShownWhereItIs() {
        Bench bench;
        bench.view->setWidth(dense(1), 9000);
        QVERIFY(bench.view->item(dense(1))->look().problem.contains("8"));
        QVERIFY(bench.view->item(dense(0))->look().problem.isEmpty());
        QVERIFY(bench.view->describe(dense(1)).contains("layer 2"));
        bench.view->setWidth(dense(1), 8);
        QVERIFY(bench.view->item(dense(1))->look().problem.isEmpty());
    }

    void tabGoesFromBarToBarAndOut() {
        Bench bench;
        QVERIFY(QTest::qWaitForWindowActive(&bench));
        auto* const add = bench.editor.findChildren<QPushButton*>().last();
        add->setFocus();
        const auto bars = bench.view->bars();
        for (const auto& bar : bars) {
            QTest::keyClick(bench.focusWidget(), Qt::Key_Tab);
            QVERIFY(bench.view->hasFocus());
            QCOMPARE(bench.view->current(), bar);
        }
        QTest::keyClick(bench.view, Qt::Key_Tab);
        QVERIFY(bench.after.hasFocus());
        QTest::keyClick(&bench.after, Qt::Key_Backtab);
        QVERIFY(bench.view->hasFocus());
        QCOMPARE(bench.view->current(), bars.back());
    }

    void arrowsMoveAndResize() {
        Bench bench;
        QVERIFY(QTest::qWaitForWindowActive(&bench));
        bench.view->setFocus();
        bench.view->setCurrent({Kind::Concatenation});
        bench.key(Qt::Key_Up);
        QCOMPARE(bench.view->current(), dense(0));
        bench.key(Qt::Key_Right);
        QCOMPARE(bench.view->config().tower[0], 64);
        bench.key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(bench.view->config().tower[0], 63);
        bench.key(Qt::Key_Minus);
        QCOMPARE(bench.view->config().tower[0], 32);
        bench.key(Qt::Key_Plus, Qt::ShiftModifier);
        QCOMPARE(bench.view->config().tower[0], 64);
        bench.key(Qt::Key_Down);
        QCOMPARE(bench.view->current(), (NetworkPart{Kind::Concatenation}));
        bench.key(Qt::Key_Right);  // has no width of its own
        QCOMPARE(bench.view->config().mlpUserDim, 32);
    }

    void keysAddRemoveAndReorder() {
        Bench bench;
        bench.view->setCurrent(dense(0));
        bench.key(Qt::Key_Insert);
        QCOMPARE(bench.view->config().tower, (std::vector{32, 16, 16, 8}));
        QCOMPARE(bench.view->current(), dense(1));
        bench.key(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(bench.view->config().tower, (std::vector{16, 32, 16, 8}));
        bench.key(Qt::Key_Up, Qt::ControlModifier);
        bench.key(Qt::Key_Up, Qt::ControlModifier);  // past one of the same width
        QCOMPARE(bench.view->current(), dense(2));
        for (int i = 0; i < 6; ++i) {
            bench.key(Qt::Key_Delete);
        }
        QCOMPARE(bench.view->config().tower.size(), 1u);
        for (int i = 0; i < 20; ++i) {
            bench.key(Qt::Key_Insert);
        }
        QCOMPARE(bench.view->config().tower.size(), ModelConfig::kMaxLayers);
        bench.view->setCurrent(kUser);
        bench.key(Qt::Key_Delete);  // only layers go
        QCOMPARE(bench.view->config().tower.size(), ModelConfig::kMaxLayers);
    }

    void barUnderThePointerMayGo() {
        Bench bench;
        const QPointF top = bench.at(dense(2));
        auto* const area = bench.view->viewport();
        QMouseEvent over(QEvent::MouseMove, top, area->mapToGlobal(top), Qt::NoButton, {}, {});
        QCoreApplication::sendEvent(area, &over);
        QVERIFY(bench.view->hovered() == dense(2));
        QTest::mousePress(area, Qt::LeftButton, {}, bench.edge(dense(2)));
        bench.key(Qt::Key_Delete);
        QCOMPARE(bench.view->config().tower.size(), 2u);
        QVERIFY(bench.view->hovered() != dense(2));
        QTest::mouseMove(area, QPoint(5, 5));
        QTest::mouseRelease(area, Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(bench.view->config().tower, (std::vector{32, 16}));
    }

    void switchesKeepOneBranchOn() {
        Bench bench;
        QVERIFY(QTest::qWaitForWindowActive(&bench));
        const auto boxes = bench.editor.findChildren<QCheckBox*>();
        auto* const gmf = boxes[0];
        auto* const mlp = boxes[1];
        QCOMPARE(gmf->accessibleName(), QString("GMF branch"));
        QSignalSpy edits(&bench.editor, &NetworkEditor::edited);
        gmf->setFocus();
        QTest::keyClick(gmf, Qt::Key_Space);
        QVERIFY(!bench.view->config().gmf);
        QVERIFY(!mlp->isEnabled());
        QVERIFY(bench.view->current() != kUser);
        QTest::keyClick(gmf, Qt::Key_Space);
        mlp->click();
        QVERIFY(bench.view->config().gmf && !bench.view->config().mlp);
        QVERIFY(!gmf->isEnabled());
        QCOMPARE(edits.count(), 3);
    }

    void networkMorphsIfAnimationsAreWanted_data() {
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("animated") << 100;
        QTest::newRow("at once") << 0;
    }
    void networkMorphsIfAnimationsAreWanted() {
        QFETCH(int, milliseconds);
        AnimationStyle style(milliseconds);
        Bench bench;
        QVERIFY(QTest::qWaitForWindowExposed(&bench));
        bench.view->setStyle(&style);
        auto* const layer = bench.view->item(dense(0));
        auto* const user = bench.view->item(kUser);
        QTRY_COMPARE(layer->bar(), bench.view->placement().find(dense(0))->bar);
        bench.view->setBranches(false, true);
        QVERIFY(!bench.view->item(kUser));
        const QRectF aim = bench.view->placement().find(dense(0))->bar;
        QCOMPARE(layer->bar() == aim, milliseconds == 0);
        QCOMPARE(layer->scene()->items().contains(user), milliseconds != 0);
        QTRY_COMPARE(layer->bar(), aim);
        QTRY_VERIFY(!layer->scene()->items().contains(user));
        bench.view->setStyle(nullptr);
    }

    void anotherNetworkIsNoEdit() {
        Bench bench;
        QSignalSpy edits(&bench.editor, &NetworkEditor::edited);
        ModelConfig config;
        config.gmf = false;
        config.tower = {64, 32, 16, 8, 4};
        bench.editor.setConfig(config);
        QCOMPARE(edits.count(), 0);
        QVERIFY(bench.editor.config() == config);
        QVERIFY(bench.view->item(dense(4)));
        QVERIFY(!bench.view->item(kUser));
    }

    void screenReadersSeeEveryBar() {
        Bench bench;
        QVERIFY(QTest::qWaitForWindowActive(&bench));
        auto* const all = QAccessible::queryAccessibleInterface(bench.view);
        QCOMPARE(all->childCount(), static_cast<int>(bench.view->bars().size()));
        for (int i = 0; i < all->childCount(); ++i) {
            auto* const bar = all->child(i);
            QVERIFY(bar && bar->isValid());
            QVERIFY(!bar->text(QAccessible::Name).isEmpty());
            QVERIFY(!bar->text(QAccessible::Description).isEmpty());
            QCOMPARE(all->indexOfChild(bar), i);
            QCOMPARE(bar->parent(), all);
            QVERIFY(bar->rect().isValid());
        }
        bench.view->setFocus();
        bench.view->setCurrent(dense(1));
        auto* const layer = all->focusChild();
        QVERIFY(layer);
        QCOMPARE(layer->text(QAccessible::Name), QString("Layer 2"));
        QVERIFY(layer->state().focused);
        QCOMPARE(layer->role(), QAccessible::SpinBox);
        auto* const value = layer->valueInterface();
        QVERIFY(value);
        QCOMPARE(value->currentValue().toInt(), 16);
        value->setCurrentValue(24);
        QCOMPARE(bench.view->config().tower[1], 24);
        bench.view->setWidth(dense(1), 0);
        QVERIFY(layer->state().invalid);
        const QPoint centre = layer->rect().center();
        QCOMPARE(all->childAt(centre.x(), centre.y()), layer);
    }

    void healthIsShownUntilTheNetworkChanges() {
        Bench bench;
        bench.editor.setEnabled(false);
        bench.editor.setHealth({{0.003, 0.25}, {0.002, {}}, {0.001, {}}});
        QCOMPARE(bench.view->item(dense(0))->look().health->gradientNorm, 0.003);
        QVERIFY(bench.view->describe(dense(0)).contains("25 %"));
        QVERIFY(!bench.view->describe(dense(1)).contains("dead"));
        // The pointer tells although nothing can be edited.
        const QPointF layer = bench.at(dense(0));
        auto* const area = bench.view->viewport();
        QMouseEvent over(QEvent::MouseMove, layer, area->mapToGlobal(layer), Qt::NoButton, {}, {});
        QCoreApplication::sendEvent(area, &over);
        QVERIFY(bench.view->hovered() == dense(0));
        bench.editor.setEnabled(true);
        bench.view->setWidth(dense(0), 64);
        QVERIFY(!bench.view->item(dense(0))->look().health);
    }

    void drawsInBothThemesAndDisabled() {
        Bench bench;
        bench.view->setWidth(dense(1), 0);
        for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
            Theme::apply(*qApp, mode);
            const auto image = bench.grab().toImage();
            bench.editor.setEnabled(false);
            QVERIFY(bench.grab().toImage() != image);
            bench.editor.setEnabled(true);
        }
    }
};

QTEST_MAIN(TestNetworkView)
#include "tst_network_view.moc"
