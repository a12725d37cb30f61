#pragma once

#include <QMainWindow>

#include <filesystem>
#include <stop_token>

class QMenu;
class QStackedWidget;

namespace ncf {

class Banner;
class ClosingQuestion;
class DataPage;
class ExperimentPage;
class NavigationRail;
class RecommendationsPage;
class RunsPage;
class Session;

// The one window: pages, menus, geometry, and what was dropped on it. The pages do the rest.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);

    // Opens a project, or shows how a ratings file would be read.
    void openFile(const std::filesystem::path& file);
    void openDemo();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum Page { Data, Experiment, Runs, Recommendations };

    void makeMenus();
    void wirePages();
    void wireSession();
    void showPage(int page);
    void compactProject();
    void fillRecent();
    void updateTitle();

    Session* session_;
    ClosingQuestion* closing_;
    DataPage* data_;
    ExperimentPage* experiment_;
    RunsPage* runs_;
    RecommendationsPage* recommendations_;
    Banner* banner_;
    QStackedWidget* pages_;
    NavigationRail* rail_;
    QMenu* recent_;
    QAction* add_;
    QAction* compact_;
    std::stop_source compacting_;
};

}  // namespace ncf
