#pragma once

#include "charts/chart_export.h"
#include "experiment/embedding_map.h"
#include "recommendations/map_style.h"
#include "recommendations/run_view.h"
#include "session/latest_request.h"

#include <memory>
#include <optional>
#include <vector>

class QPushButton;
class QStackedWidget;

namespace ncf {

class BackgroundSave;
class ChartLegend;
class EmptyState;
class MapCanvas;
class MapFoot;
class MapLayoutJob;
class MapNeighbours;
class MapTools;
class Session;

// What a run learnt of all items or users, as a map: where they lie, coloured by what they are, and
// which are nearest to which. Nothing is worked out before a person asks for it.
class MapView : public RunView {
    Q_OBJECT

public:
    explicit MapView(Session* session, QWidget* parent = nullptr);

    void setRun(qint64 runId) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeContent();
    void listenToParts();
    void listenToJob();
    void forget();
    void draw();
    void showMap(Result<EmbeddingMap> map);
    void colour();
    void arrange();
    void endArranging(const std::vector<PlanePoint>& points);
    void showPoints(const std::vector<PlanePoint>& arranged);
    void measure();
    void tellWhatIsShown(std::optional<double> kept);
    void search(const QString& text);
    void selectNextFound();
    void showSelected(std::optional<std::uint32_t> point);
    void showNearest(const std::vector<ScoredItem>& nearest);
    void request(std::uint32_t point);
    void save(ChartFormat format);

    Session* session_;
    qint64 run_ = 0;
    std::shared_ptr<const EmbeddingMap> map_;  // nullptr until it is drawn
    std::vector<PlanePoint> arranged_;         // by neighbours; empty until that is done
    bool showsArranged_ = false;
    MapStyle style_;
    std::vector<std::uint32_t> found_;
    std::size_t nextFound_ = 0;
    MapLayoutJob* job_;
    LatestRequest drawing_;
    LatestRequest measuring_;
    LatestRequest searching_;
    LatestRequest asking_;

    QStackedWidget* stages_;
    EmptyState* start_;
    QPushButton* draw_;
    QWidget* content_;
    MapTools* tools_;
    BackgroundSave* saving_;
    ChartLegend* legend_;
    MapCanvas* canvas_;
    MapFoot* foot_;
    MapNeighbours* neighbours_;
};

}  // namespace ncf
