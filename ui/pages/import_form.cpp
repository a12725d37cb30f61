#include "pages/import_form.h"

#include "data/detection_text.h"
#include "models/preview_model.h"
#include "pages/format_fields.h"
#include "pages/import_findings.h"
#include "session/caught.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"
#include "widgets/scroll_column.h"
#include "widgets/warning_panel.h"

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
#include <QStandardPaths>
#include <QTableView>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

// Narrower, a column's box would not show what is chosen in it.
constexpr int kMinColumnWidth = 130;
constexpr int kPreviewHeight = 150;

// Takes what room there is, and asks for little.
class PreviewTable : public QTableView {
public:
    QSize sizeHint() const override { return {QTableView::sizeHint().width(), kPreviewHeight}; }
};

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
    fields_ = new FormatFields;
    connect(fields_, &FormatFields::changed, this, [this] {
        looking_ = true;
        updateReason();
        lookAgain();
    });
    questions_ = new WarningPanel(tr("Please check"));
    auto* const confirm = new QPushButton(tr("That is right"));
    confirm->setAccessibleName(tr("What was guessed is right"));
    connect(confirm, &QPushButton::clicked, this, &ImportForm::confirmGuesses);
    questions_->actions()->addWidget(confirm);
    notes_ = new QLabel;
    notes_->setProperty("caption", true);
    notes_->setTextFormat(Qt::PlainText);  // they quote the file
    notes_->setWordWrap(true);
    findings_ = new ImportFindings;
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge, Theme::kGap);
    column->setSpacing(Theme::kGap);
    column->addWidget(headline_);
    column->addWidget(hint);
    column->addWidget(fields_);
    column->addWidget(notes_);
    column->addWidget(questions_);
    column->addWidget(makePreview(), 1);
    column->addWidget(makeFiles());
    column->addWidget(findings_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* const scroll = makeScrollColumn(content);
    // Once the room is made.
    connect(
        findings_, &ImportFindings::rowsShown, scroll,
        [this, scroll] { scroll->ensureWidgetVisible(findings_); }, Qt::QueuedConnection);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeButtons());
}

QWidget* ImportForm::makePreview() {
    table_ = new PreviewTable;
    table_->setModel(model_);
    table_->setAccessibleName(tr("First rows of the file"));
    table_->verticalHeader()->hide();
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    auto* const columns = table_->horizontalHeader();
    columns->setMinimumSectionSize(kMinColumnWidth);
    columns->setSectionResizeMode(QHeaderView::Stretch);
    columns->setHighlightSections(false);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setTabKeyNavigation(false);
    table_->setMinimumHeight(kPreviewHeight);
    roles_ = new RoleBar(table_);
    connect(roles_, &RoleBar::chosen, this, &ImportForm::chooseRole);
    auto* const widget = new QWidget;
    auto* const layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(roles_);
    layout->addWidget(table_, 1);
    return widget;
}

QWidget* ImportForm::makeFiles() {
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
            titlesChosen_ = true;
            titles_->setText(chosen);
        }
    });
    connect(titles_, &QLineEdit::textEdited, this, [this] { titlesChosen_ = true; });
    connect(titles_, &QLineEdit::textChanged, this, &ImportForm::check);
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
    row->setContentsMargins(Theme::kGapLarge, Theme::kGapSmall, Theme::kGapLarge, Theme::kGapLarge);
    row->setSpacing(Theme::kGap);
    summary_ = new QLabel;
    summary_->setProperty("caption", true);
    summary_->setWordWrap(true);
    connect(findings_, &ImportFindings::summaryChanged, summary_, &QLabel::setText);
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
    row->addWidget(summary_, 1);
    row->addWidget(reason_, 1);
    row->addWidget(cancel);
    row->addWidget(import_);
    return widget;
}

void ImportForm::setFile(const std::filesystem::path& ratingsFile) {
    look(ratingsFile, {}, {}, true);
}

Result<ImportForm::Look> ImportForm::lookAt(const std::filesystem::path& file,
                                            const ReadOptions& options,
                                            const RoleChoices& choices) {
    auto guess = detectRatings(file, options);
    if (!guess) {
        return guess.error();
    }
    Look look{*guess, std::move(*guess), findTitlesBeside(file)};
    const bool sameColumns = choices.columnCount == look.guess.table.columnNames.size();
    if (sameColumns && !choices.byColumn.empty()) {
        ReadOptions said = options;
        said.columns = choices.applied(look.guess.chosen());
        auto shown = detectRatings(file, said);
        if (!shown) {
            return shown.error();
        }
        look.shown = std::move(*shown);
    }
    return look;
}

// `another`: not the file that the form shows, or that one from the start.
void ImportForm::look(const std::filesystem::path& file, const ReadOptions& options,
                      const RoleChoices& choices, bool another) {
    const quint64 request = ++request_;
    const QPointer<ImportForm> self(this);
    QThreadPool::globalInstance()->start([self, request, file, options, choices, another] {
        auto look =
            std::make_shared<Result<Look>>(caught([&] { return lookAt(file, options, choices); }));
        QMetaObject::invokeMethod(qApp, [self, request, file, look, another] {
            if (self && request == self->request_) {
                self->takeLook(file, *look, another);
            }
        });
    });
}

void ImportForm::lookAgain() {
    findings_->stop();
    look(file_, fields_->chosen(), choices_, false);
}

void ImportForm::takeLook(const std::filesystem::path& file, const Result<Look>& look,
                          bool another) {
    if (!look) {
        if (!another) {
            looking_ = false;
            readable_ = false;
            updateReason();
        } else if (looking_) {
            lookAgain();  // this look took the place of the one that the form waits for
        }
        Q_EMIT refused(look.error());
        return;
    }
    if (another) {
        showFile(file, *look);
    }
    showLook(*look);
    Q_EMIT ready();
    check();
}

void ImportForm::showFile(const std::filesystem::path& file, const Look& look) {
    file_ = file;
    choices_ = {};
    fields_->reset();
    findings_->clear();
    headline_->setFullText(asText(file.filename()));
    foundTitles_ = look.titles ? asText(*look.titles) : QString();
    titlesChosen_ = false;
    titles_->setText(foundTitles_);
    project_->setText(defaultProject(file));
    existing_->setCurrentIndex(0);
}

void ImportForm::showLook(const Look& look) {
    looking_ = false;
    readable_ = true;
    guess_ = look.guess;
    shown_ = look.shown;
    const auto count = guess_.table.columnNames.size();
    if (choices_.columnCount != count) {
        choices_ = {};
        choices_.columnCount = count;
    }
    model_->setTable(shown_.table, shown_.columns, shown_.rowsLookedAt);
    roles_->setRoles(choices_.applied(guess_.chosen()), count);
    fields_->show(shown_, roles_->roles());
    QStringList notes;
    for (const auto& note : shown_.notes) {
        notes << QString::fromStdString(note);
    }
    notes_->setText(notes.join(QLatin1Char(' ')));
    notes_->setVisible(!notes.isEmpty());
    showQuestions();
    updateReason();
}

void ImportForm::chooseRole(int column, std::optional<ColumnRole> before,
                            std::optional<ColumnRole> now) {
    for (auto& [other, role] : choices_.byColumn) {
        if (now && role == now) {
            role.reset();
        }
    }
    choices_.byColumn[column] = now;
    for (const auto role : {before, now}) {
        if (role) {
            choices_.answered[static_cast<std::size_t>(*role)] = true;
        }
    }
    showQuestions();
    updateReason();
    lookAgain();
}

void ImportForm::confirmGuesses() {
    choices_.answered.fill(true);
    fields_->confirm();
    showQuestions();
    lookAgain();
}

void ImportForm::showQuestions() {
    QStringList questions;
    QStringList doubts(static_cast<qsizetype>(guess_.columns.size()));
    for (const auto role : kColumnRoles) {
        const auto& guess = guess_.role(role);
        if (!guess.sure && !choices_.answers(role, guess)) {
            const auto question = QString::fromStdString(roleQuestion(guess_, role));
            questions << question;
            if (guess.column) {
                doubts[*guess.column] = question;
            }
        }
    }
    for (const auto& question : shown_.questions) {
        const bool ofRole = std::any_of(kColumnRoles.begin(), kColumnRoles.end(), [&](auto role) {
            return roleQuestion(guess_, role) == question;
        });
        if (!ofRole) {
            questions << QString::fromStdString(question);
        }
    }
    questions_->setLines(questions);
    roles_->setDoubts(doubts);
}

void ImportForm::check() {
    const auto columns = roles_->roles();
    if (!isVisible()) {
        return;
    }
    if (readable_ && !looking_ && columns.user && columns.item) {
        findings_->check(file_, options());
    } else {
        findings_->stop();
    }
}

void ImportForm::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!findings_->complete()) {
        check();
    }
}

void ImportForm::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (!findings_->complete()) {
        findings_->stop();
    }
}

void ImportForm::updateReason() {
    const auto columns = roles_->roles();
    const bool exists = projectExists(projectFile());
    existing_->setVisible(exists);
    const bool openExisting = exists && existing_->currentIndex() == 0;
    QString reason;
    if (looking_) {
        reason = tr("Looking at the file…");
    } else if (!readable_) {
        reason = tr("Choose another separator or encoding: like this the file cannot be read.");
    } else if (project_->text().trimmed().isEmpty()) {
        reason = tr("Name the project file.");
    } else if (!openExisting && !columns.user) {
        reason = tr("Say which column holds the user.");
    } else if (!openExisting && !columns.item) {
        reason = tr("Say which column holds the item.");
    }
    reason_->setText(reason);
    reason_->setVisible(!reason.isEmpty());
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
    options.ratings = fields_->chosen();
    options.ratings.columns = roles_->roles();
    options.titlesOptions = fields_->titles();
    const auto titles = titles_->text().trimmed();
    if (!titles.isEmpty()) {
        options.titles = titles.toStdString();
        options.titlesFound = !titlesChosen_ && titles == foundTitles_;
    }
    options.replace = projectExists(projectFile()) && existing_->currentIndex() == 1;
    return options;
}

}  // namespace ncf
