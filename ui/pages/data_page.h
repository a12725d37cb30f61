#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include <filesystem>

class QLabel;
class QProgressBar;
class QStackedWidget;

namespace ncf {

class Banner;
class DatasetView;
class ElidedLabel;
class EmptyState;
class ImportForm;
class Session;
struct AppendReport;

// Where data comes in: from nothing, over the preview of a file and its import, to what was
// imported.
class DataPage : public QWidget {
    Q_OBJECT

public:
    explicit DataPage(Session* session, QWidget* parent = nullptr);

    // Opens a project, or shows how a ratings file would be read: which, the content says.
    void openFile(const std::filesystem::path& file);
    // Asks for a project or a ratings file and opens it.
    void chooseFile();
    // Asks for a file of ratings and adds them to the open project's data.
    void chooseRatingsToAdd();
    // Opens the demo project, which is made from the shipped data the first time.
    void openDemo();

Q_SIGNALS:
    void experimentRequested();

private:
    QWidget* makeImporting();
    void showStage(QWidget* stage);
    void showIdle();
    void leaveImporting();
    void showProgress(double fraction);
    void tellOfAdded(const AppendReport& report);

    Session* session_;
    Banner* banner_;
    QStackedWidget* stages_;
    EmptyState* empty_;
    ImportForm* form_;
    QWidget* importingStage_;
    DatasetView* view_;
    ElidedLabel* importingName_;
    QLabel* importingTime_;
    QProgressBar* importingBar_;
    QElapsedTimer importingSince_;
    bool fromForm_ = false;  // the import that runs was asked for in the form
};

}  // namespace ncf
