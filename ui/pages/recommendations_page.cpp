#include "pages/recommendations_page.h"

#include "models/item_lists.h"
#include "models/users_model.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/empty_state.h"
#include "widgets/score_bar_delegate.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

// Shows the first genre; the titles need the room more, and a person can widen it.
constexpr int kGenresWidth = 84;

bool hasLists(const RunRecord& run) {
    return run.status == RunStatus::Finished || run.status == RunStatus::Stopped;
}

QString runLabel(const RunRecord& run) {
    const auto result =
        run.test.hitRate
            ? QStringLiteral("HR@%1 %2").arg(run.cutoff).arg(*run.test.hitRate, 0, 'f', 4)
        : run.test.rmse ? QStringLiteral("RMSE %1").arg(*run.test.rmse, 0, 'f', 4)
                        : QString();
    return QStringLiteral("%1 · %2 · %3")
        .arg(
            QString::fromStdString(run.name), result,
            QLocale().toString(QDateTime::fromSecsSinceEpoch(run.startedAt), QLocale::ShortFormat));
}

// What was read, or nothing and the reason told.
template <class T>
T valueOrReport(Session* session, Result<T> result) {
    if (result) {
        return std::move(*result);
    }
    session->reportFailure(result.error());
    return {};
}

}  // namespace

RecommendationsPage::RecommendationsPage(Session* session, QWidget* parent)
    : QWidget(parent), session_(session) {
    usersModel_ = new UsersModel(
        [this](const std::string& prefix, const std::string& after, quint64 request) {
            session_->query(
                this,
                [prefix, after](Project& project) {
                    return project.users(prefix, after, UsersModel::kPageSize);
                },
                [this, request](Result<std::vector<UserRow>> page) {
                    usersModel_->addPage(request, valueOrReport(session_, std::move(page)));
                });
        },
        this);
    historyModel_ = new HistoryModel(this);
    listModel_ = new RecommendationsModel(this);

    noData_ =
        new EmptyState(QStringLiteral("recommendations"), tr("No data yet"),
                       tr("Open a ratings file and train a model; then this page shows what it "
                          "recommends to whom."));
    connect(noData_->addAction(tr("Go to Data"), true), &QPushButton::clicked, this,
            &RecommendationsPage::dataPageRequested);
    noRun_ = new EmptyState(QStringLiteral("recommendations"), tr("No finished run yet"),
                            tr("Train a model; then this page shows what it recommends to whom."));
    connect(noRun_->addAction(tr("Go to Experiment"), true), &QPushButton::clicked, this,
            &RecommendationsPage::experimentRequested);
    browser_ = makeBrowser();
    stages_ = new QStackedWidget;
    stages_->addWidget(noData_);
    stages_->addWidget(noRun_);
    stages_->addWidget(browser_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stages_);

    connect(session_, &Session::projectChanged, this, [this] {
        wantedRun_ = 0;
        run_->clear();  // run ids mean something else now
        {
            const QSignalBlocker blocker(search_);
            search_->clear();
        }
        showColumns();
        reloadUsers();
        reloadRuns();
    });
    connect(session_, &Session::runsChanged, this, &RecommendationsPage::reloadRuns);
    connect(usersModel_, &UsersModel::firstPageArrived, this, [this] {
        noUser_->setVisible(usersModel_->rowCount() == 0);
        if (usersModel_->rowCount() > 0) {
            users_->selectRow(0);
        }
    });
    connect(usersModel_, &QAbstractItemModel::rowsInserted, this,
            &RecommendationsPage::updateButtons);
    updateButtons();
}

QTableView* RecommendationsPage::makeTable(QAbstractItemModel* model, const QString& name) {
    auto* const table = new QTableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return table;
}

QWidget* RecommendationsPage::makeTopBar() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    headline_ = new ElidedLabel;
    headline_->setProperty("headline", true);
    previous_ = new QPushButton(tr("Previous"));
    previous_->setAccessibleName(tr("Previous user"));
    previous_->setToolTip(tr("Alt+Up"));
    next_ = new QPushButton(tr("Next"));
    next_->setAccessibleName(tr("Next user"));
    next_->setToolTip(tr("Alt+Down"));
    connect(previous_, &QPushButton::clicked, this, [this] { moveBy(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { moveBy(1); });
    connect(new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Up), this), &QShortcut::activated, this,
            [this] { moveBy(-1); });
    connect(new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Down), this), &QShortcut::activated, this,
            [this] { moveBy(1); });
    run_ = new QComboBox;
    run_->setAccessibleName(tr("The run whose recommendations are shown"));
    // As wide as this for any name; the popup shows all of it.
    run_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    run_->setMinimumContentsLength(36);
    connect(run_, &QComboBox::activated, this, [this] {
        wantedRun_ = run_->currentData().toLongLong();
        showList();
    });
    row->addWidget(headline_, 1);
    row->addWidget(new QLabel(tr("Run")));
    row->addWidget(run_);
    row->addWidget(previous_);
    row->addWidget(next_);
    return bar;
}

QWidget* RecommendationsPage::makeBrowser() {
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge,
                               Theme::kGapLarge);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeTopBar());

    auto* const usersCard = new Card(tr("Users"));
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Find by the start of the id"));
    search_->setAccessibleName(tr("Find a user by the start of the id"));
    search_->setClearButtonEnabled(true);
    connect(search_, &QLineEdit::textChanged, this, [this] { reloadUsers(); });
    users_ = makeTable(usersModel_, tr("Users"));
    users_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    users_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(users_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (const auto* const user = usersModel_->user(current.row())) {
                    showUser(*user);
                }
            });
    noUser_ = new QLabel(tr("No user's id starts like this."));
    noUser_->setProperty("caption", true);
    noUser_->hide();
    usersCard->body()->addWidget(search_);
    usersCard->body()->addWidget(noUser_);
    usersCard->body()->addWidget(users_, 1);

    auto* const historyCard = new Card(tr("What this user interacted with"));
    history_ = makeTable(historyModel_, tr("What this user interacted with"));
    history_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    history_->horizontalHeader()->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    history_->horizontalHeader()->setSectionResizeMode(HistoryModel::Genres,
                                                       QHeaderView::Interactive);
    history_->setColumnWidth(HistoryModel::Genres, kGenresWidth);
    historyCard->body()->addWidget(history_, 1);

    auto* const listCard = new Card(tr("What the model recommends"));
    list_ = makeTable(listModel_, tr("What the model recommends"));
    list_->setItemDelegateForColumn(RecommendationsModel::Score,
                                    new ScoreBarDelegate(RecommendationsModel::kShareRole, list_));
    list_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list_->horizontalHeader()->setSectionResizeMode(RecommendationsModel::Title,
                                                    QHeaderView::Stretch);
    list_->horizontalHeader()->setSectionResizeMode(RecommendationsModel::Genres,
                                                    QHeaderView::Interactive);
    list_->horizontalHeader()->setSectionResizeMode(RecommendationsModel::Score,
                                                    QHeaderView::Fixed);
    list_->setColumnWidth(RecommendationsModel::Score, 90);
    list_->setColumnWidth(RecommendationsModel::Genres, kGenresWidth);
    listCard->body()->addWidget(list_, 1);

    auto* const splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kGap);
    splitter->addWidget(usersCard);
    splitter->addWidget(historyCard);
    splitter->addWidget(listCard);
    splitter->setSizes({170, 440, 510});
    layout->addWidget(splitter, 1);
    return page;
}

void RecommendationsPage::reloadUsers() {
    user_ = -1;
    headline_->setFullText(tr("Recommendations"));
    updateButtons();
    historyModel_->setRows({});
    listModel_->setRows({});
    usersModel_->setPrefix(search_->text());
}

void RecommendationsPage::reloadRuns() {
    if (!session_->datasetInfo()) {
        stages_->setCurrentWidget(noData_);
        return;
    }
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](Result<std::vector<RunRecord>> runs) {
            showRuns(valueOrReport(session_, std::move(runs)));
        });
}

void RecommendationsPage::showRuns(const std::vector<RunRecord>& runs) {
    std::vector<std::pair<QString, qint64>> entries;
    for (const auto& run : runs) {
        if (hasLists(run)) {
            entries.emplace_back(runLabel(run), run.id);
        }
    }
    stages_->setCurrentWidget(entries.empty() ? noRun_ : browser_);
    // A training tells of every epoch: an open popup stays as it is while nothing in it changes.
    bool same = static_cast<int>(entries.size()) == run_->count();
    for (int i = 0; same && i < run_->count(); ++i) {
        const auto& [label, id] = entries[static_cast<std::size_t>(i)];
        same = run_->itemText(i) == label && run_->itemData(i).toLongLong() == id;
    }
    const qint64 before = run_->currentData().toLongLong();
    if (!same) {
        run_->clear();
        for (const auto& [label, id] : entries) {
            run_->addItem(label, QVariant::fromValue<qint64>(id));
        }
    }
    const int wanted = run_->findData(QVariant::fromValue<qint64>(wantedRun_));
    run_->setCurrentIndex(entries.empty() ? -1 : std::max(0, wanted));
    if (run_->currentData().toLongLong() != before) {
        showList();
    }
}

void RecommendationsPage::showColumns() {
    const auto& info = session_->datasetInfo();
    history_->setColumnHidden(HistoryModel::Rating, !info || !info->hasRatings);
    history_->setColumnHidden(HistoryModel::Date, !info || !info->hasTimestamps);
    history_->setColumnHidden(HistoryModel::Genres, !info || !info->hasTitles);
    list_->setColumnHidden(RecommendationsModel::Genres, !info || !info->hasTitles);
}

void RecommendationsPage::showRun(qint64 runId) {
    wantedRun_ = runId;
    const int at = run_->findData(QVariant::fromValue<qint64>(runId));
    if (at >= 0) {
        run_->setCurrentIndex(at);
        showList();
    }
}

void RecommendationsPage::showUser(const UserRow& user) {
    user_ = user.user;
    headline_->setFullText(
        tr("User %1 · %2 interactions")
            .arg(QString::fromStdString(user.id), QLocale().toString(user.interactions)));
    updateButtons();
    session_->query(
        this, [index = user.user](Project& project) { return project.history(index); },
        [this, index = user.user](Result<std::vector<HistoryRow>> rows) {
            if (index == user_) {
                historyModel_->setRows(valueOrReport(session_, std::move(rows)));
            }
        });
    showList();
}

void RecommendationsPage::showList() {
    const qint64 run = run_->currentData().toLongLong();
    if (run == 0 || user_ < 0) {
        listModel_->setRows({});
        return;
    }
    session_->query(
        this, [run, user = user_](Project& project) { return project.recommendations(run, user); },
        [this, run, user = user_](Result<std::vector<RecommendationRow>> rows) {
            if (user == user_ && run == run_->currentData().toLongLong()) {
                listModel_->setRows(valueOrReport(session_, std::move(rows)));
            }
        });
}

void RecommendationsPage::moveBy(int rows) {
    const int row = users_->currentIndex().row() + rows;
    if (usersModel_->user(row)) {
        users_->selectRow(row);
    }
    if (row + 1 >= usersModel_->rowCount()) {
        usersModel_->fetchMore({});
    }
}

void RecommendationsPage::updateButtons() {
    const int row = user_ < 0 ? -1 : users_->currentIndex().row();
    previous_->setEnabled(row > 0);
    next_->setEnabled(row >= 0 && (usersModel_->user(row + 1) || usersModel_->canFetchMore({})));
}

}  // namespace ncf
