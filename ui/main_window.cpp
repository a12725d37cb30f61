#include "main_window.h"

#include "pages/closing_question.h"
#include "pages/data_page.h"
#include "pages/experiment_page.h"
#include "pages/recommendations_page.h"
#include "pages/resume_offer.h"
#include "pages/runs_page.h"
#include "session/session.h"
#include "session/settings.h"
#include "session/sweep_run.h"
#include "session/training_run.h"
#include "session/work_text.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/navigation_rail.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

// Of the pages, in their order.
QList<NavigationRail::Entry> railEntries() {
    return {{QStringLiteral("data"), MainWindow::tr("Data")},
            {QStringLiteral("experiment"), MainWindow::tr("Experiment")},
            {QStringLiteral("runs"), MainWindow::tr("Runs")},
            {QStringLiteral("recommendations"), MainWindow::tr("For users")}};
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      session_(new Session(this)),
      closing_(new ClosingQuestion(session_, this)),
      rail_(new NavigationRail(railEntries())) {
    setAcceptDrops(true);
    resize(1240, 820);
    setMinimumSize(900, 600);
    data_ = new DataPage(session_);
    experiment_ = new ExperimentPage(session_);
    runs_ = new RunsPage(session_);
    recommendations_ = new RecommendationsPage(session_);
    pages_ = new QStackedWidget;
    for (auto* const page :
         {static_cast<QWidget*>(data_), static_cast<QWidget*>(experiment_),
          static_cast<QWidget*>(runs_), static_cast<QWidget*>(recommendations_)}) {
        pages_->addWidget(page);
    }
    banner_ = new Banner;
    auto* const right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    auto* const bannerMargin = new QVBoxLayout;
    bannerMargin->setContentsMargins(Theme::kGapLarge, 0, Theme::kGapLarge, 0);
    bannerMargin->addWidget(banner_);
    auto* const offer = new ResumeOffer(session_);
    connect(offer, &ResumeOffer::goingOn, this, [this] { showPage(Experiment); });
    bannerMargin->addWidget(offer);
    right->addLayout(bannerMargin);
    right->addWidget(pages_, 1);
    auto* const central = new QWidget;
    auto* const layout = new QHBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(rail_);
    layout->addLayout(right, 1);
    setCentralWidget(central);
    makeMenus();
    wirePages();
    wireSession();
    restoreGeometry(settings::geometry());
    showPage(Data);
    updateTitle();
}

void MainWindow::makeMenus() {
    auto* const file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open…"), QKeySequence::Open, this, [this] {
        showPage(Data);
        data_->chooseFile();
    });
    add_ = file->addAction(tr("&Add ratings…"), this, [this] {
        showPage(Data);
        data_->chooseRatingsToAdd();
    });
    add_->setEnabled(false);
    file->addAction(tr("Open the &demo data"), this, &MainWindow::openDemo);
    recent_ = file->addMenu(tr("&Recent"));
    connect(recent_, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    file->addSeparator();
    compact_ = file->addAction(tr("&Compact the project file"), this, &MainWindow::compactProject);
    compact_->setEnabled(false);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);

    auto* const edit = menuBar()->addMenu(tr("&Edit"));
    for (auto* const action : {experiment_->undoAction(), experiment_->redoAction()}) {
        edit->addAction(action);
        // So that the change is seen.
        connect(action, &QAction::triggered, this, [this] { showPage(Experiment); });
    }

    auto* const view = menuBar()->addMenu(tr("&View"));
    const auto pages = railEntries();
    for (int page = 0; page < pages.size(); ++page) {
        view->addAction(pages[page].name,
                        QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), this,
                        [this, page] { showPage(page); });
    }
    view->addSeparator();
    auto* const themes = new QActionGroup(this);
    for (const auto& [mode, name] :
         {std::pair{Theme::Mode::System, tr("As the system")},
          std::pair{Theme::Mode::Light, tr("Light")}, std::pair{Theme::Mode::Dark, tr("Dark")}}) {
        auto* const action = view->addAction(name, this, [mode = mode] {
            settings::setThemeMode(mode);
            Theme::apply(*qApp, mode);
        });
        action->setCheckable(true);
        action->setChecked(Theme::mode() == mode);
        themes->addAction(action);
    }
    menuBar()->addMenu(tr("&Help"))->addAction(tr("&About NCF Studio"), this, [this] {
        QMessageBox::about(
            this, tr("About NCF Studio"),
            tr("<b>NCF Studio %1</b><p>Understand, tune and use Neural Collaborative "
               "Filtering.<p>Free software under the GNU General Public License, version 3 "
               "or later. Made with Qt %2, LibTorch and SQLite.")
                .arg(QStringLiteral(NCF_VERSION), QString::fromLatin1(qVersion())));
    });
}

void MainWindow::wirePages() {
    connect(rail_, &NavigationRail::chosen, this, &MainWindow::showPage);
    connect(data_, &DataPage::experimentRequested, this, [this] { showPage(Experiment); });
    connect(experiment_, &ExperimentPage::dataPageRequested, this, [this] { showPage(Data); });
    connect(experiment_, &ExperimentPage::runChosen, this, [this](qint64 runId) {
        runs_->showRun(runId);
        showPage(Runs);
    });
    connect(runs_, &RunsPage::experimentRequested, this, [this] { showPage(Experiment); });
    connect(runs_, &RunsPage::configurationChosen, this, [this](const ExperimentConfig& config) {
        experiment_->setConfig(config);
        showPage(Experiment);
    });
    connect(runs_, &RunsPage::recommendationsRequested, this, [this](qint64 runId) {
        recommendations_->showRun(runId);
        showPage(Recommendations);
    });
    connect(recommendations_, &RecommendationsPage::dataPageRequested, this,
            [this] { showPage(Data); });
    connect(recommendations_, &RecommendationsPage::experimentRequested, this,
            [this] { showPage(Experiment); });
}

void MainWindow::wireSession() {
    connect(session_, &Session::failed, banner_, &Banner::showError);
    connect(session_, &Session::projectChanged, this, [this] {
        banner_->hide();
        compact_->setEnabled(true);
        add_->setEnabled(session_->datasetInfo().has_value());
        settings::addRecentFile(QString::fromStdString(session_->projectFile().string()));
        updateTitle();
    });
    const auto showWork = [this] { rail_->setFoot(workText(*session_)); };
    auto* const training = session_->training();
    connect(training, &TrainingRun::ticked, this, showWork);
    connect(training, &TrainingRun::stateChanged, this, showWork);
    auto* const sweep = session_->sweep();
    connect(sweep, &SweepRun::ticked, this, showWork);
    connect(sweep, &SweepRun::stateChanged, this, showWork);
}

void MainWindow::showPage(int page) {
    pages_->setCurrentIndex(page);
    rail_->setCurrent(page);
}

void MainWindow::openFile(const std::filesystem::path& file) {
    showPage(Data);
    data_->openFile(file);
}

void MainWindow::openDemo() {
    showPage(Data);
    data_->openDemo();
}

void MainWindow::compactProject() {
    if (session_->busy() || session_->importing()) {
        banner_->showError(tr("The project file is being written."),
                           tr("Compact it when the training or import has ended."));
        return;
    }
    compact_->setEnabled(false);
    banner_->showNotice(tr("Compacting the project file…"));
    session_->query(
        this, [stop = compacting_.get_token()](Project& project) { return project.compact(stop); },
        [this](const Result<Compaction>& done) {
            compact_->setEnabled(true);
            if (!done) {
                session_->reportFailure(done.error());
                return;
            }
            const auto size = [](std::uint64_t bytes) {
                return QLocale().formattedDataSize(static_cast<qint64>(bytes));
            };
            const auto freed = done->bytesBefore - std::min(done->bytesBefore, done->bytesAfter);
            banner_->showNotice(tr("The project file has %1 now; compacting it freed %2.")
                                    .arg(size(done->bytesAfter), size(freed)));
            runs_->forgetRemoved();
            Q_EMIT session_->runsChanged();
        });
}

void MainWindow::fillRecent() {
    recent_->clear();
    const auto files = settings::recentFiles();
    for (const auto& file : files) {
        recent_->addAction(
            QFileInfo(file).fileName() + QStringLiteral("  –  ") + QFileInfo(file).path(), this,
            [this, file] { openFile(file.toStdString()); });
    }
    if (files.isEmpty()) {
        recent_->addAction(tr("Nothing yet"))->setEnabled(false);
    }
}

void MainWindow::updateTitle() {
    const auto name = QString::fromStdString(session_->projectFile().filename().string());
    setWindowTitle(name.isEmpty() ? tr("NCF Studio") : tr("%1 — NCF Studio").arg(name));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!closing_->mayClose()) {
        event->ignore();
        return;
    }
    settings::setGeometry(saveGeometry());
    compacting_.request_stop();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty()) {
        openFile(urls.first().toLocalFile().toStdString());
        event->acceptProposedAction();
    }
}

}  // namespace ncf
