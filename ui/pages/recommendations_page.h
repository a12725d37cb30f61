#pragma once

#include "store/project.h"

#include <QWidget>

class QComboBox;
class QStackedWidget;
class QTabBar;

namespace ncf {

class EmptyState;
class ExportMenu;
class ItemPanel;
class PeopleView;
class RunView;
class Session;
class SidePanel;

// What a run recommends: the choice of the run, and views of it. Each view is a file in
// ui/recommendations.
class RecommendationsPage : public QWidget {
    Q_OBJECT

public:
    explicit RecommendationsPage(Session* session, QWidget* parent = nullptr);

    void showRun(qint64 runId);

Q_SIGNALS:
    void dataPageRequested();
    void experimentRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeContent();
    void addView(RunView* view, const QString& name);
    void showUser(const QString& userId);
    void reloadRuns();
    void showRuns(const std::vector<RunRecord>& runs);
    void runChosen();

    Session* session_;
    QStackedWidget* stages_;
    EmptyState* noData_;
    EmptyState* noRun_;
    QWidget* content_;
    QTabBar* tabs_;
    QStackedWidget* views_;
    QComboBox* run_;
    ExportMenu* export_;
    PeopleView* people_;
    ItemPanel* item_;
    SidePanel* beside_;
    qint64 wantedRun_ = 0;
};

}  // namespace ncf
