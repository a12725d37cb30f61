#include "base/random.h"
#include "experiment/run_experiment.h"
#include "recommendations/map_canvas.h"
#include "recommendations/map_layout_job.h"
#include "recommendations/map_neighbours.h"
#include "recommendations/map_view.h"
#include "resources/resources.h"
#include "session/session.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

// Four corners and the middle; 9 genres, the first of them twice.
std::shared_ptr<const EmbeddingMap> smallMap() {
    EmbeddingMap map;
    map.points = {{-1, -1},  {1, -1},   {-1, 1},    {1, 1},     {0, 0},
                  {0.5F, 0}, {0, 0.5F}, {-0.5F, 0}, {0, -0.5F}, {0.2F, 0.7F}};
    const std::vector<std::string> genres = {"Drama|War", "Drama", "B", "C", "D",
                                             "E",         "F",     "G", "H", ""};
    for (std::size_t i = 0; i < map.points.size(); ++i) {
        map.entries.push_back({"id" + std::to_string(i), "Film " + std::to_string(i), genres[i],
                               static_cast<std::uint32_t>(100 * (i + 1)), static_cast<int>(i % 2)});
    }
    map.vectors = std::make_shared<const Vectors>(
        Vectors{map.points.size(), 1, std::vector<float>(map.points.size(), 1.0F)});
    return std::make_shared<const EmbeddingMap>(std::move(map));
}

bool close(const QPointF& a, const QPointF& b) {
    return (a - b).manhattanLength() < 1e-6;
}

void turnWheel(QWidget& widget, const QPointF& at, int notches) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

QPushButton* buttonShown(QWidget& root, const QString& text) {
    for (auto* const button : root.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

}  // namespace

class TestMapView : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void viewportZoomsAboutAPlace() {
        MapViewport viewport;
        viewport.setSize({400, 300});
        viewport.setBounds({QPointF(-2, -1), QPointF(2, 1)});
        QVERIFY(close(viewport.toPixels({0, 0}), {200, 150}));
        QVERIFY(viewport.toPixels({0, 1}).y() < 150);  // upwards
        const QPointF at(320, 80);
        const auto before = viewport.toMap(at);
        viewport.zoomAbout(at, 3);
        QCOMPARE(viewport.zoom(), 3.0);
        QVERIFY(close(viewport.toMap(at), before));
        viewport.panBy({10, -5});
        QVERIFY(close(viewport.toMap(at + QPointF(10, -5)), before));
        // It stays where it is while the points move, until it is reset.
        viewport.setBounds({QPointF(-4, -4), QPointF(4, 4)});
        QCOMPARE(viewport.zoom(), 3.0);
        viewport.fit();
        QVERIFY(close(viewport.toPixels({0, 0}), {200, 150}));
        viewport.setBounds({QPointF(0, 0), QPointF(10, 10)});
        QVERIFY(close(viewport.toPixels({5, 5}), {200, 150}));
        viewport.show({QPointF(9, 9), QPointF(9.1, 9.1)}, 6);
        QCOMPARE(viewport.zoom(), 6.0);
        viewport.zoomAbout(at, 1e9);
        QCOMPARE(viewport.zoom(), MapViewport::kMostZoom);
        viewport.zoomAbout(at, 1e-9);
        QCOMPARE(viewport.zoom(), 1.0);
    }

    void viewportOfASinglePoint() {
        MapViewport viewport;
        viewport.setSize({400, 300});
        viewport.setBounds(boundsOf(std::vector<PlanePoint>{{3, 3}}));
        QVERIFY(close(viewport.toPixels({3, 3}), {200, 150}));
        viewport.zoomAbout({10, 10}, 2);
        QVERIFY(std::isfinite(viewport.toPixels({3, 3}).x()));
    }

    void coloursByGenre() {
        const auto map = smallMap();
        const auto style = mapStyle(*map, MapColouring::Genre);
        // Seven by frequency, and the rest with those of no genre.
        QCOMPARE(style.classes.size(), 8UL);
        QCOMPARE(style.classes[0].name, QString("Drama (2)"));
        QCOMPARE(style.classes[7].name, QString("other (2)"));
        QCOMPARE(style.classOf[0], std::uint8_t(0));
        QCOMPARE(style.classOf[1], std::uint8_t(0));
        QCOMPARE(style.classOf[9], std::uint8_t(7));
        QVERIFY(style.classes[0].colour == Theme::series(0));
    }

    void coloursByPopularityAndCluster() {
        const auto map = smallMap();
        const auto popularity = mapStyle(*map, MapColouring::Popularity);
        QCOMPARE(popularity.classes.size(), 5UL);
        QCOMPARE(popularity.classOf.front(), std::uint8_t(0));
        QCOMPARE(popularity.classOf.back(), std::uint8_t(4));
        const auto cluster = mapStyle(*map, MapColouring::Cluster);
        QCOMPARE(cluster.classes.size(), 2UL);
        QCOMPARE(cluster.classOf[3], std::uint8_t(1));
        // Everybody alike: one class.
        EmbeddingMap alike = *map;
        for (auto& entry : alike.entries) {
            entry.popularity = 7;
        }
        QCOMPARE(mapStyle(alike, MapColouring::Popularity).classes.size(), 1UL);
    }

    void canvasSelectsAndAsksForMore() {
        MapCanvas canvas;
        canvas.resize(500, 400);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.setMap(smallMap());
        QSignalSpy selected(&canvas, &MapCanvas::selected);
        QSignalSpy requested(&canvas, &MapCanvas::requested);
        const auto corner = canvas.placeOf(3).toPoint();
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, corner + QPoint(2, -2));
        QCOMPARE(selected.count(), 1);
        QVERIFY(canvas.selection() == 3U);
        QTest::mouseDClick(&canvas, Qt::LeftButton, {}, corner);
        QCOMPARE(requested.count(), 1);
        QCOMPARE(requested.front().front().value<std::uint32_t>(), 3U);
        // What is hidden cannot be hit.
        canvas.setStyle(mapStyle(*smallMap(), MapColouring::Cluster));
        canvas.setShown(1, false);
        QVERIFY(!canvas.pointAt(canvas.placeOf(3)));
        QVERIFY(canvas.pointAt(canvas.placeOf(4)) == 4U);
        QCOMPARE(canvas.picture().marks.size(), 5UL);
        canvas.setShown(1, true);
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(!canvas.selection());
    }

    void canvasZoomsAndMoves() {
        MapCanvas canvas;
        canvas.resize(500, 400);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.setMap(smallMap());
        const auto whole = canvas.placeOf(1);
        turnWheel(canvas, canvas.placeOf(4), 2);
        QVERIFY(close(canvas.placeOf(4), {250, 200}));
        QVERIFY(canvas.placeOf(1).x() > whole.x() + 20);
        QTest::mousePress(&canvas, Qt::LeftButton, {}, QPoint(250, 200));
        QTest::mouseMove(&canvas, QPoint(270, 230));
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, QPoint(270, 230));
        QVERIFY(!canvas.selection());  // a drag is not a click
        QTest::keyClick(&canvas, Qt::Key_0);
        QVERIFY(close(canvas.placeOf(1), whole));
        QTest::keyClick(&canvas, Qt::Key_Plus);
        QTest::keyClick(&canvas, Qt::Key_Right);
        QVERIFY(canvas.placeOf(4).x() < 249);
        QTest::keyClick(&canvas, Qt::Key_Minus);
        QTest::keyClick(&canvas, Qt::Key_Minus);
        QVERIFY(close(canvas.placeOf(1), whole));
        // A double click beside the points shows everything, too.
        turnWheel(canvas, {100, 100}, 3);
        canvas.setFound({2});
        QVERIFY(close(canvas.placeOf(2), {250, 200}));
        QTest::mouseDClick(&canvas, Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(close(canvas.placeOf(1), whole));
        QCOMPARE(std::ranges::count(canvas.picture().marks, false, &MapMark::faint), 1);
        canvas.setFound({});
        QCOMPARE(std::ranges::count(canvas.picture().marks, true, &MapMark::faint), 0);
    }

    void picturesAreWritten() {
        MapCanvas canvas;
        canvas.resize(500, 400);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.setMap(smallMap());
        canvas.setStyle(mapStyle(*smallMap(), MapColouring::Genre));
        auto picture = canvas.picture();
        picture.title = "Map of items";
        QCOMPARE(picture.marks.size(), 10UL);
        QVERIFY(!picture.labels.empty());
        const auto png = folder_.filePath("map.png");
        const auto svg = folder_.filePath("map.svg");
        QVERIFY(bool(savePicture(picture, png, ChartFormat::Png)));
        QVERIFY(bool(savePicture(picture, svg, ChartFormat::Svg)));
        const QImage image(png);
        QVERIFY(image.width() >= 1000 && image.height() > 800);
        QVERIFY(QSvgRenderer(svg).isValid());
        QVERIFY(!bool(savePicture(picture, folder_.filePath("no/folder.png"), ChartFormat::Png)));
    }

    void namesDoNotCoverOneAnother() {
        std::vector<std::pair<MapMark, QString>> names;
        for (int i = 0; i < 25; ++i) {
            names.push_back({MapMark{{100.0 + i, 100.0 + i % 3}, 3, 0, false}, "A name"});
        }
        names.push_back({MapMark{{100, 250}, 3, 0, false}, "Far below"});
        names.push_back({MapMark{{395, 250}, 3, 0, false}, "Beyond the edge"});
        const auto labels = placeLabels(names, QFont(), {400, 300}, 10);
        QCOMPARE(labels.size(), 2UL);
        QCOMPARE(labels[1].text, QString("Far below"));
    }

    void jobEndsOrIsCancelled() {
        Session session;
        MapLayoutJob job(&session);
        QSignalSpy finished(&job, &MapLayoutJob::finished);
        const std::size_t rows = 1500;
        Random random(1);
        Vectors vectors{rows, 8, {}};
        for (std::size_t i = 0; i < rows * 8; ++i) {
            vectors.values.push_back(static_cast<float>(random.normal()));
        }
        const auto shared = std::make_shared<const Vectors>(std::move(vectors));
        const std::vector<PlanePoint> start(rows);
        job.start(shared, start, 1);
        QVERIFY(job.active());
        job.cancel();
        QVERIFY(!job.active());
        QTest::qWait(50);
        QCOMPARE(finished.count(), 0);
        job.start(shared, start, 1);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        QVERIFY(!job.active());
        QCOMPARE(finished.front().front().value<std::vector<PlanePoint>>().size(), rows);
    }

    void drawsWhatARunLearnt() {
        const auto project = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(ratings, project, {})));
        for (const int epochs : {1, 2}) {
            RunControl control;
            RunMonitor monitor;
            QVERIFY(bool(runExperiment(project, smallConfig(epochs), "", control, monitor)));
        }
        Session session;
        MapView view(&session);
        view.resize(900, 560);
        view.show();
        QSignalSpy failed(&session, &Session::failed);
        QSignalSpy item(&view, &RunView::itemRequested);
        QSignalSpy user(&view, &RunView::userRequested);
        session.openProject(project);
        QTRY_VERIFY(session.hasProject());
        view.setRun(1);
        auto* const canvas = view.findChild<MapCanvas*>();
        QVERIFY(!canvas->isVisible());
        QVERIFY(canvas->points().empty());  // nothing is worked out yet
        buttonShown(view, "Draw the map")->click();
        QTRY_VERIFY(canvas->isVisible());
        QCOMPARE(canvas->points().size(), 30UL);
        // No genres here.
        auto* const colours = named<QComboBox>(view, "What the colours mean");
        QCOMPARE(colours->itemText(0), QString("Coloured by popularity"));

        auto* const nearest = named<QTableView>(view, "Nearest to the selected point");
        QVERIFY(!nearest->isVisible());
        canvas->select(7);
        QTRY_COMPARE(nearest->model()->rowCount(), 10);
        Q_EMIT nearest->activated(nearest->model()->index(0, 0));
        QVERIFY(canvas->selection() != 7U);
        buttonShown(view, "Show the item")->click();
        QCOMPARE(item.count(), 1);
        QCOMPARE(item.front().front().value<ItemIndex>(), ItemIndex(*canvas->selection()));

        const auto before = canvas->points();
        buttonShown(view, "Arrange by neighbours")->click();
        QVERIFY(buttonShown(view, "Cancel"));
        QTRY_VERIFY_WITH_TIMEOUT(buttonShown(view, "Back to the main directions"), 60000);
        QVERIFY(canvas->points() != before);
        const auto arranged = canvas->points();
        buttonShown(view, "Back to the main directions")->click();
        QCOMPARE(canvas->points(), before);
        buttonShown(view, "Arrange by neighbours")->click();
        QCOMPARE(canvas->points(), arranged);  // at once

        auto* const search = named<QLineEdit>(view, "Find on the map");
        search->setText("f12");
        QTRY_VERIFY(canvas->accessibleDescription().contains("1 found"));
        canvas->select(std::nullopt);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(canvas->selection().has_value());
        QTRY_COMPARE(nearest->model()->rowCount(), 10);

        auto* const of = named<QComboBox>(view, "What the points are");
        of->setCurrentIndex(1);
        Q_EMIT of->activated(1);
        QTRY_COMPARE(canvas->points().size(), 40UL);
        QVERIFY(search->text().isEmpty());
        Q_EMIT canvas->requested(3);
        QCOMPARE(user.front().front().toString(), QString("u3"));

        view.setRun(1);
        QVERIFY(canvas->isVisible());
        view.setRun(2);
        QVERIFY(!canvas->isVisible());
        QCOMPARE(failed.count(), 0);
    }
};

QTEST_MAIN(TestMapView)
#include "tst_map_view.moc"
