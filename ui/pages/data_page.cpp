#include "pages/data_page.h"

#include "base/text.h"
#include "pages/dataset_view.h"
#include "pages/import_form.h"
#include "session/project_file.h"
#include "session/session.h"
#include "session/settings.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/elided_label.h"
#include "widgets/empty_state.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace ncf {

DataPage::DataPage(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    banner_ = new Banner;
    empty_ =
        new EmptyState(QStringLiteral("data"), tr("Open your ratings"),
                       tr("A CSV, text or JSON file of interactions: who, what, and if you have "
                          "them, the rating and the time. Or a project that you made before. You "
                          "can drop it here, too."));
    connect(empty_->addAction(tr("Open…"), true), &QPushButton::clicked, this,
            &DataPage::chooseFile);
    connect(empty_->addAction(tr("Try the demo data"), false), &QPushButton::clicked, this,
            &DataPage::openDemo);
    form_ = new ImportForm;
    importingStage_ = makeImporting();
    view_ = new DatasetView(session_);
    stages_ = new QStackedWidget;
    for (auto* const stage : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(form_),
                              importingStage_, static_cast<QWidget*>(view_)}) {
        stages_->addWidget(stage);
    }
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(banner_);
    layout->addWidget(stages_, 1);

    connect(form_, &ImportForm::ready, this, [this] {
        banner_->hide();
        showStage(form_);
    });
    connect(form_, &ImportForm::refused, this, [this](const Error& error) {
        banner_->showError(QString::fromStdString(error.what),
                           QString::fromStdString(error.remedy));
    });
    connect(form_, &ImportForm::cancelled, this, &DataPage::showIdle);
    connect(form_, &ImportForm::importRequested, this, [this] {
        if (session_->importing()) {
            return;  // pressed twice
        }
        fromForm_ = true;
        session_->importRatings(form_->ratingsFile(), form_->projectFile(), form_->options());
    });
    connect(form_, &ImportForm::openExistingRequested, session_, &Session::openProject);
    connect(view_, &DatasetView::experimentRequested, this, &DataPage::experimentRequested);
    connect(view_, &DatasetView::openRequested, this, &DataPage::chooseFile);
    connect(view_, &DatasetView::addRequested, this, &DataPage::chooseRatingsToAdd);
    connect(session_, &Session::ratingsAppended, this, &DataPage::tellOfAdded);

    connect(session_, &Session::importStarted, this, [this](const QString& name) {
        banner_->hide();
        importingName_->setFullText(tr("Importing %1").arg(name));
        importingTime_->clear();
        importingBar_->setValue(0);
        importingSince_.start();
        showStage(importingStage_);
    });
    connect(session_, &Session::importProgress, this, &DataPage::showProgress);
    connect(session_, &Session::importCancelled, this, &DataPage::leaveImporting);
    connect(session_, &Session::failed, this, [this] {
        if (stages_->currentWidget() == importingStage_ && !session_->importing()) {
            leaveImporting();
        }
    });
    connect(session_, &Session::projectChanged, this, [this] {
        banner_->hide();
        view_->refresh();
        showIdle();
    });
}

QWidget* DataPage::makeImporting() {
    auto* const stage = new QWidget;
    auto* const layout = new QVBoxLayout(stage);
    layout->setSpacing(Theme::kGap);
    importingName_ = new ElidedLabel;
    importingName_->setProperty("headline", true);
    importingName_->setAlignment(Qt::AlignCenter);
    importingBar_ = new QProgressBar;
    importingBar_->setRange(0, 1000);
    importingBar_->setTextVisible(false);
    importingBar_->setFixedWidth(420);
    importingBar_->setAccessibleName(tr("Progress of the import"));
    importingTime_ = new QLabel;
    importingTime_->setProperty("caption", true);
    auto* const cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel the import"));
    connect(cancel, &QPushButton::clicked, this, [this] { session_->cancelImport(); });
    layout->addStretch(2);
    layout->addWidget(importingName_);
    for (auto* const widget :
         {static_cast<QWidget*>(importingBar_), static_cast<QWidget*>(importingTime_),
          static_cast<QWidget*>(cancel)}) {
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    }
    layout->addStretch(3);
    return stage;
}

void DataPage::showStage(QWidget* stage) {
    stages_->setCurrentWidget(stage);
}

void DataPage::showIdle() {
    showStage(session_->datasetInfo() ? static_cast<QWidget*>(view_) : empty_);
}

// After an import that came to nothing: what was filled in is still there to be put right.
void DataPage::leaveImporting() {
    if (fromForm_) {
        showStage(form_);
    } else {
        showIdle();
    }
}

void DataPage::showProgress(double fraction) {
    importingBar_->setValue(static_cast<int>(1000 * fraction));
    const double elapsed = static_cast<double>(importingSince_.elapsed()) / 1000;
    if (fraction > 0.02 && elapsed > 0.5) {
        importingTime_->setText(tr("%1 left").arg(
            QString::fromStdString(duration(elapsed * (1 - fraction) / fraction))));
    }
}

void DataPage::openFile(const std::filesystem::path& file) {
    settings::setLastFolder(QString::fromStdString(file.parent_path().string()));
    if (isProjectFile(file)) {
        session_->openProject(file);
    } else {
        form_->setFile(file);
    }
}

void DataPage::chooseFile() {
    const auto chosen = QFileDialog::getOpenFileName(
        this, tr("Open"), settings::lastFolder(),
        tr("Projects and ratings (*.ncf *.csv *.tsv *.tab *.txt *.dat *.data *.rating *.negative "
           "*.inter *.json *.jsonl *.ndjson *.gz *.bz2 *.xz *.zst *.zip);;"
           "NCF Studio projects (*.ncf);;All files (*)"));
    if (!chosen.isEmpty()) {
        openFile(chosen.toStdString());
    }
}

void DataPage::chooseRatingsToAdd() {
    const auto chosen =
        QFileDialog::getOpenFileName(this, tr("Add ratings"), settings::lastFolder());
    if (!chosen.isEmpty()) {
        fromForm_ = false;
        session_->appendRatings(chosen.toStdString());
    }
}

void DataPage::tellOfAdded(const AppendReport& report) {
    const auto number = [](std::uint64_t value) {
        return QLocale().toString(static_cast<qulonglong>(value));
    };
    QStringList sentences;
    sentences << (report.changed ? tr("Added %1 interactions, with %2 new users and %3 new items.")
                                       .arg(number(report.newInteractions), number(report.newUsers),
                                            number(report.newItems))
                                 : tr("The file holds nothing that was not there."));
    if (report.ratings.rejected > 0) {
        sentences << tr("%1 rows could not be used.").arg(number(report.ratings.rejected));
    }
    for (const auto& notice : report.ratings.notices) {
        sentences << QString::fromStdString(notice);
    }
    if (report.earlierRuns > 0) {
        sentences
            << tr("%1 runs were made on the data as it was before; their numbers are of that.")
                   .arg(number(report.earlierRuns));
    }
    banner_->showNotice(sentences.join(QLatin1Char(' ')));
}

void DataPage::openDemo() {
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation));
    const QString project = folder.absoluteFilePath(QStringLiteral("demo.ncf"));
    if (QFileInfo::exists(project)) {
        session_->openProject(project.toStdString());
        return;
    }
    fromForm_ = false;
    folder.mkpath(QStringLiteral("demo"));
    ImportOptions options;
    for (const char* const name : {"ratings.csv", "titles.csv"}) {
        const QString copy = folder.absoluteFilePath(QStringLiteral("demo/") + QLatin1String(name));
        QFile::remove(copy);
        if (!QFile::copy(QStringLiteral(":/ncf/demo/") + QLatin1String(name), copy)) {
            banner_->showError(
                tr("The demo data cannot be written to %1.").arg(folder.absolutePath()),
                tr("Check that the folder is writable and the disk is not full."));
            return;
        }
    }
    options.titles = folder.absoluteFilePath(QStringLiteral("demo/titles.csv")).toStdString();
    session_->importRatings(
        folder.absoluteFilePath(QStringLiteral("demo/ratings.csv")).toStdString(),
        project.toStdString(), options);
}

}  // namespace ncf
