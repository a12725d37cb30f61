#pragma once

#include "experiment/run_qualities.h"
#include "recommendations/run_view.h"

#include <stop_token>

class QGridLayout;
class QProgressBar;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace ncf {

class Card;
class EmptyState;
class Session;

// What a run's lists are like besides accurate, each figure with what it means, and how the users
// with few, medium and many interactions fare. Measured when it is looked at.
class QualitiesView : public RunView {
    Q_OBJECT

public:
    explicit QualitiesView(Session* session, QWidget* parent = nullptr);

    void setRun(qint64 runId) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeResults();
    void forget();
    void measure();
    void showResult(const Result<RunQualities>& result);
    void showLines(const std::vector<QualityLine>& lines);
    void showGroups(const RunQualities& qualities);

    Session* session_;
    QStackedWidget* stages_;
    QWidget* waiting_;
    QProgressBar* progress_;
    EmptyState* problem_;
    QWidget* results_;
    QGridLayout* lines_;
    Card* groupsCard_;
    QStandardItemModel* groups_;
    QTableView* table_;
    qint64 run_ = 0;
    bool measured_ = false;  // or being measured
    std::stop_source measuring_;
};

}  // namespace ncf
