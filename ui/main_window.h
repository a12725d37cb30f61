#pragma once

#include <QMainWindow>
#include <QPointer>

#include <filesystem>
#include <functional>
#include <stop_token>

class QButtonGroup;
class QLabel;
class QMenu;
class QMessageBox;
class QStackedWidget;

namespace ncf {

class Banner;
class DataPage;
class ExperimentPage;
class RecommendationsPage;
class RunsPage;
class Session;

// The one window: navigation, menus, geometry, and what was dropped on it. The pages do the rest.
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
    void changeEvent(QEvent* event) override;

private:
    enum Page { Data, Experiment, Runs, Recommendations };

    QWidget* makeRail();
    void makeMenus();
    void wirePages();
    void wireSession();
    void showPage(int page);
    void chooseProject();
    void compactProject();
    void fillRecent();
    void updateTitle();
    void updateFooter();
    void askToStop();
    void closeAfter(const std::function<void()>& endWork);
    void stopWork();

    Session* session_;
    DataPage* data_;
    ExperimentPage* experiment_;
    RunsPage* runs_;
    RecommendationsPage* recommendations_;
    Banner* banner_;
    QStackedWidget* pages_;
    QButtonGroup* rail_ = nullptr;
    QLabel* footer_;
    QMenu* recent_;
    QAction* compact_;
    std::stop_source compacting_;
    QPointer<QMessageBox> question_;  // while it is asked whether to stop the work
    bool closing_ = false;            // the window goes as soon as the work has ended
};

}  // namespace ncf
