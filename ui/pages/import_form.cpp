#include "pages/import_form.h"

#include "models/preview_model.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace ncf {

namespace {

// Narrower, a column's box would not show what is chosen in it.
constexpr int kMinColumnWidth = 110;

enum Role { None, User, Item, Rating, Time };

QString asText(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

// NAME.ncf beside the ratings, or in the documents folder where one cannot write there.
QString defaultProject(const std::filesystem::path& ratings) {
    const QFileInfo info(asText(ratings));
    QString name = info.completeBaseName();
    if (name.isEmpty()) {
        name = QStringLiteral("project");
    }
    QDir folder = info.absoluteDir();
    if (!QFileInfo(folder.absolutePath()).isWritable()) {
        folder = QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
                      QStringLiteral("/NCF Studio"));
        folder.mkpath(QStringLiteral("."));
    }
    return folder.absoluteFilePath(name + QStringLiteral(".ncf"));
}

bool projectExists(const std::filesystem::path& project) {
    return QFileInfo::exists(asText(project));
}

}  // namespace

ImportForm::ImportForm(QWidget* parent) : QWidget(parent), model_(new PreviewModel(this)) {
    headline_ = new ElidedLabel;
    headline_->setProperty("headline", true);
    auto* const hint =
        new QLabel(tr("This is how the file was understood. Say above each column "
                      "what it holds, if the guess is wrong."));
    hint->setProperty("caption", true);
    hint->setWordWrap(true);
    roles_ = new QWidget;
    table_ = new QTableView;
    table_->setModel(model_);
    table_->setAccessibleName(tr("First rows of the file"));
    table_->verticalHeader()->hide();
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    auto* const columns = table_->horizontalHeader();
    columns->setMinimumSectionSize(kMinColumnWidth);
    columns->setSectionResizeMode(QHeaderView::Stretch);
    columns->setHighlightSections(false);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns->viewport()->installEventFilter(this);
    connect(columns, &QHeaderView::sectionResized, this, &ImportForm::placeRoleBoxesSoon);
    connect(table_->horizontalScrollBar(), &QScrollBar::valueChanged, this,
            &ImportForm::placeRoleBoxes);
    table_->setTabKeyNavigation(false);
    table_->setMinimumHeight(120);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge,
                               Theme::kGapLarge);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(headline_);
    layout->addWidget(hint);
    layout->addWidget(makeFormatRow());
    auto* const preview = new QVBoxLayout;
    preview->setSpacing(Theme::kGapSmall);
    preview->addWidget(roles_);
    preview->addWidget(table_, 1);
    layout->addLayout(preview, 1);
    layout->addWidget(makeFilesRow());
    layout->addWidget(makeButtons());
}

QWidget* ImportForm::makeFormatRow() {
    auto* const widget = new QWidget;
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& name, QComboBox*& box) {
        box = new QComboBox;
        box->setAccessibleName(name);
        row->addWidget(new QLabel(name));
        row->addWidget(box);
        row->addSpacing(Theme::kGap);
        connect(box, &QComboBox::activated, this, &ImportForm::changeFormat);
    };
    add(tr("Separator"), separator_);
    for (const auto& [name, value] :
         {std::pair{tr("Comma"), ","}, std::pair{tr("Tab"), "\t"}, std::pair{tr("Semicolon"), ";"},
          std::pair{tr("::"), "::"}, std::pair{tr("|"), "|"}}) {
        separator_->addItem(name, QString::fromLatin1(value));
    }
    add(tr("First line"), header_);
    header_->addItem(tr("names the columns"), true);
    header_->addItem(tr("is data"), false);
    add(tr("Encoding"), encoding_);
    for (const auto& name : commonEncodings()) {
        encoding_->addItem(QString::fromStdString(name), QString::fromStdString(name));
    }
    row->addStretch();
    return widget;
}

QWidget* ImportForm::makeFilesRow() {
    auto* const widget = new QWidget;
    auto* const grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Theme::kGapSmall);
    titles_ = new QLineEdit;
    titles_->setAccessibleName(tr("File with titles"));
    titles_->setPlaceholderText(tr("none: items are shown by their ids"));
    titles_->setClearButtonEnabled(true);
    auto* const chooseTitles = new QPushButton(tr("Choose…"));
    chooseTitles->setAccessibleName(tr("Choose the file with titles"));
    connect(chooseTitles, &QPushButton::clicked, this, [this] {
        const auto chosen =
            QFileDialog::getOpenFileName(this, tr("Titles"), QFileInfo(asText(file_)).path());
        if (!chosen.isEmpty()) {
            titles_->setText(chosen);
        }
    });
    project_ = new QLineEdit;
    project_->setAccessibleName(tr("Project file"));
    auto* const chooseProject = new QPushButton(tr("Choose…"));
    chooseProject->setAccessibleName(tr("Choose the project file"));
    connect(chooseProject, &QPushButton::clicked, this, [this] {
        const auto chosen = QFileDialog::getSaveFileName(this, tr("Project"), project_->text(),
                                                         tr("NCF Studio projects (*.ncf)"), nullptr,
                                                         QFileDialog::DontConfirmOverwrite);
        if (!chosen.isEmpty()) {
            project_->setText(chosen);
        }
    });
    connect(project_, &QLineEdit::textChanged, this, &ImportForm::updateReason);
    existing_ = new QComboBox;
    existing_->setAccessibleName(tr("What to do with the existing project"));
    existing_->addItem(tr("The project exists: open it as it is"));
    existing_->addItem(tr("The project exists: replace its data and delete its runs"));
    connect(existing_, &QComboBox::currentIndexChanged, this, &ImportForm::updateReason);
    grid->addWidget(new QLabel(tr("Titles")), 0, 0);
    grid->addWidget(titles_, 0, 1);
    grid->addWidget(chooseTitles, 0, 2);
    grid->addWidget(new QLabel(tr("Project")), 1, 0);
    grid->addWidget(project_, 1, 1);
    grid->addWidget(chooseProject, 1, 2);
    grid->addWidget(existing_, 2, 1);
    return widget;
}

QWidget* ImportForm::makeButtons() {
    auto* const widget = new QWidget;
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    reason_ = new QLabel;
    reason_->setProperty("problem", true);
    reason_->setWordWrap(true);
    auto* const cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel the import"));
    connect(cancel, &QPushButton::clicked, this, &ImportForm::cancelled);
    import_ = new QPushButton(tr("Import"));
    import_->setAccessibleName(tr("Import"));
    import_->setProperty("primary", true);
    import_->setDefault(true);
    connect(import_, &QPushButton::clicked, this, [this] {
        const bool exists = projectExists(projectFile());
        if (exists && existing_->currentIndex() == 0) {
            Q_EMIT openExistingRequested(projectFile());
        } else {
            Q_EMIT importRequested();
        }
    });
    row->addWidget(reason_, 1);
    row->addWidget(cancel);
    row->addWidget(import_);
    return widget;
}

void ImportForm::setFile(const std::filesystem::path& ratingsFile) {
    readPreview(ratingsFile, {});
}

void ImportForm::changeFormat() {
    ReadOptions chosen = options().ratings;
    chosen.columns.reset();  // they are others now
    readable_ = false;
    updateReason();
    readPreview(file_, chosen);
}

void ImportForm::readPreview(const std::filesystem::path& file, const ReadOptions& options) {
    const quint64 request = ++request_;
    const QPointer<ImportForm> self(this);
    QThreadPool::globalInstance()->start([self, request, file, options] {
        auto preview = std::make_shared<Result<FileDetection>>(detectRatings(file, options));
        QMetaObject::invokeMethod(qApp, [self, request, file, preview] {
            if (!self || request != self->request_) {
                return;
            }
            if (!*preview) {
                Q_EMIT self->refused(preview->error());
                return;
            }
            if (file != self->file_) {
                self->showFile(file);
            }
            self->showPreview(**preview);
            Q_EMIT self->ready();
        });
    });
}

void ImportForm::showFile(const std::filesystem::path& file) {
    file_ = file;
    headline_->setFullText(asText(file.filename()));
    const auto titles = findTitlesBeside(file);
    titles_->setText(titles ? asText(*titles) : QString());
    project_->setText(defaultProject(file));
    existing_->setCurrentIndex(0);
}

void ImportForm::showPreview(const FileDetection& preview) {
    const auto& format = preview.table.format;
    separator_->setCurrentIndex(separator_->findData(QString::fromStdString(format.separator)));
    header_->setCurrentIndex(format.header ? 0 : 1);
    encoding_->setCurrentIndex(encoding_->findData(QString::fromStdString(format.encoding)));
    readable_ = true;
    model_->setTable(preview.table);
    makeRoleBoxes(preview.chosen(), preview.table.columnNames.size());
    updateReason();
}

void ImportForm::makeRoleBoxes(const RatingColumns& columns, std::size_t count) {
    qDeleteAll(roleBoxes_);
    roleBoxes_.clear();
    const std::pair<std::optional<int>, Role> roles[] = {{columns.user, User},
                                                         {columns.item, Item},
                                                         {columns.rating, Rating},
                                                         {columns.timestamp, Time}};
    for (std::size_t column = 0; column < count; ++column) {
        auto* const box = new QComboBox(roles_);
        box->setAccessibleName(tr("What column %1 holds").arg(column + 1));
        box->addItems({tr("–"), tr("User"), tr("Item"), tr("Rating"), tr("Time")});
        for (const auto& [chosen, role] : roles) {
            if (chosen == static_cast<int>(column)) {
                box->setCurrentIndex(role);
            }
        }
        // A role belongs to one column: taken here, it leaves the other.
        connect(box, &QComboBox::activated, this, [this, box](int role) {
            for (auto* const other : roleBoxes_) {
                if (other != box && role != None && other->currentIndex() == role) {
                    other->setCurrentIndex(None);
                }
            }
            updateReason();
        });
        box->installEventFilter(this);
        box->show();
        roleBoxes_.push_back(box);
    }
    if (!roleBoxes_.empty()) {
        roles_->setFixedHeight(roleBoxes_.front()->sizeHint().height());
    }
    placeRoleBoxesSoon();
}

// The header tells of a change before its other sections have their places.
void ImportForm::placeRoleBoxesSoon() {
    QMetaObject::invokeMethod(this, &ImportForm::placeRoleBoxes, Qt::QueuedConnection);
}

void ImportForm::placeRoleBoxes() {
    const auto* const columns = table_->horizontalHeader();
    const int left = table_->frameWidth();
    for (int column = 0; column < static_cast<int>(roleBoxes_.size()); ++column) {
        roleBoxes_[static_cast<std::size_t>(column)]->setGeometry(
            left + columns->sectionViewportPosition(column), 0,
            columns->sectionSize(column) - Theme::kGapSmall, roles_->height());
    }
}

bool ImportForm::eventFilter(QObject* watched, QEvent* event) {
    // The keyboard reaches the boxes of columns that are scrolled out of sight, too.
    const auto box = std::find(roleBoxes_.begin(), roleBoxes_.end(), watched);
    if (event->type() == QEvent::FocusIn && box != roleBoxes_.end()) {
        table_->scrollTo(model_->index(0, static_cast<int>(box - roleBoxes_.begin())));
    }
    if (event->type() == QEvent::Resize && watched == table_->horizontalHeader()->viewport()) {
        placeRoleBoxesSoon();
    }
    return QWidget::eventFilter(watched, event);
}

RatingColumns ImportForm::chosenColumns() const {
    RatingColumns columns;
    std::optional<int>* const roles[] = {nullptr, &columns.user, &columns.item, &columns.rating,
                                         &columns.timestamp};
    for (std::size_t column = 0; column < roleBoxes_.size(); ++column) {
        if (const int role = roleBoxes_[column]->currentIndex(); role > None) {
            *roles[role] = static_cast<int>(column);
        }
    }
    return columns;
}

void ImportForm::updateReason() {
    const auto columns = chosenColumns();
    const bool exists = projectExists(projectFile());
    existing_->setVisible(exists);
    const bool openExisting = exists && existing_->currentIndex() == 0;
    QString reason;
    if (!readable_) {
        reason = tr("Choose another separator or encoding: like this the file cannot be read.");
    } else if (project_->text().trimmed().isEmpty()) {
        reason = tr("Name the project file.");
    } else if (!openExisting && !columns.user) {
        reason = tr("Say which column holds the user.");
    } else if (!openExisting && !columns.item) {
        reason = tr("Say which column holds the item.");
    }
    reason_->setText(reason);
    import_->setEnabled(reason.isEmpty());
    import_->setText(openExisting ? tr("Open project") : tr("Import"));
}

std::filesystem::path ImportForm::projectFile() const {
    QString file = project_->text().trimmed();
    if (!file.endsWith(QStringLiteral(".ncf"))) {
        file += QStringLiteral(".ncf");
    }
    return file.toStdString();
}

ImportOptions ImportForm::options() const {
    ImportOptions options;
    options.ratings.table.separator = separator_->currentData().toString().toStdString();
    options.ratings.table.header = header_->currentData().toBool();
    options.ratings.table.encoding = encoding_->currentData().toString().toStdString();
    options.ratings.columns = chosenColumns();
    if (!titles_->text().trimmed().isEmpty()) {
        options.titles = titles_->text().trimmed().toStdString();
    }
    options.replace = projectExists(projectFile()) && existing_->currentIndex() == 1;
    return options;
}

}  // namespace ncf
