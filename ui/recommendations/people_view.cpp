#include "recommendations/people_view.h"

#include "models/item_lists.h"
#include "models/users_model.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/list_table.h"
#include "widgets/score_bar_delegate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

// Shows the first genre; the titles need the room more, and a person can widen it.
constexpr int kGenresWidth = 84;

}  // namespace

PeopleView::PeopleView(Session* session, QWidget* parent) : RunView(parent), session_(session) {
    usersModel_ = new UsersModel(
        [this](const std::string& prefix, const std::string& after, quint64 request) {
            session_->query(
                this,
                [prefix, after](Project& project) {
                    return project.users(prefix, after, UsersModel::kPageSize);
                },
                [this, request](Result<std::vector<UserRow>> page) {
                    usersModel_->addPage(request, session_->valueOrReport(std::move(page)));
                });
        },
        this);
    historyModel_ = new HistoryModel(this);
    listModel_ = new RecommendationsModel(this);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeTopBar());
    layout->addWidget(makeColumns(), 1);

    connect(session_, &Session::projectChanged, this, [this] {
        run_ = 0;
        {
            const QSignalBlocker blocker(search_);
            search_->clear();
        }
        showColumns();
        reloadUsers();
    });
    connect(usersModel_, &UsersModel::firstPageArrived, this, [this] {
        noUser_->setVisible(usersModel_->rowCount() == 0);
        if (usersModel_->rowCount() > 0) {
            users_->selectRow(0);
        }
    });
    connect(usersModel_, &QAbstractItemModel::rowsInserted, this, &PeopleView::updateButtons);
    updateButtons();
}

QWidget* PeopleView::makeTopBar() {
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
    row->addWidget(headline_, 1);
    row->addWidget(previous_);
    row->addWidget(next_);
    return bar;
}

QWidget* PeopleView::makeColumns() {
    auto* const usersCard = new Card(tr("Users"));
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Find by the start of the id"));
    search_->setAccessibleName(tr("Find a user by the start of the id"));
    search_->setClearButtonEnabled(true);
    connect(search_, &QLineEdit::textChanged, this, [this] { reloadUsers(); });
    users_ = makeListTable(usersModel_, tr("Users"));
    users_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    users_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(users_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (const auto* const user = usersModel_->user(current.row())) {
                    show(*user);
                }
            });
    noUser_ = new QLabel(tr("No user's id starts like this."));
    noUser_->setProperty("caption", true);
    noUser_->hide();
    usersCard->body()->addWidget(search_);
    usersCard->body()->addWidget(noUser_);
    usersCard->body()->addWidget(users_, 1);

    auto* const historyCard = new Card(tr("What this user interacted with"));
    history_ = makeListTable(historyModel_, tr("What this user interacted with"));
    history_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    history_->horizontalHeader()->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    history_->horizontalHeader()->setSectionResizeMode(HistoryModel::Genres,
                                                       QHeaderView::Interactive);
    history_->setColumnWidth(HistoryModel::Genres, kGenresWidth);
    historyCard->body()->addWidget(history_, 1);

    auto* const listCard = new Card(tr("What the model recommends"));
    list_ = makeListTable(listModel_, tr("What the model recommends"));
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
    return splitter;
}

void PeopleView::reloadUsers() {
    user_ = -1;
    headline_->setFullText(tr("Nobody"));
    updateButtons();
    historyModel_->setRows({});
    listModel_->setRows({});
    usersModel_->setPrefix(search_->text());
}

void PeopleView::showColumns() {
    const auto& info = session_->datasetInfo();
    history_->setColumnHidden(HistoryModel::Rating, !info || !info->hasRatings);
    history_->setColumnHidden(HistoryModel::Date, !info || !info->hasTimestamps);
    history_->setColumnHidden(HistoryModel::Genres, !info || !info->hasTitles);
    list_->setColumnHidden(RecommendationsModel::Genres, !info || !info->hasTitles);
}

void PeopleView::setRun(qint64 runId) {
    run_ = runId;
    showList();
}

void PeopleView::showUser(const QString& userId) {
    search_->setText(userId);
}

void PeopleView::show(const UserRow& user) {
    user_ = user.user;
    headline_->setFullText(
        tr("User %1 · %2 interactions")
            .arg(QString::fromStdString(user.id), QLocale().toString(user.interactions)));
    updateButtons();
    session_->query(
        this, [index = user.user](Project& project) { return project.history(index); },
        [this, index = user.user](Result<std::vector<HistoryRow>> rows) {
            if (index == user_) {
                historyModel_->setRows(session_->valueOrReport(std::move(rows)));
            }
        });
    showList();
}

void PeopleView::showList() {
    if (run_ == 0 || user_ < 0) {
        listModel_->setRows({});
        return;
    }
    session_->query(
        this,
        [run = run_, user = user_](Project& project) { return project.recommendations(run, user); },
        [this, run = run_, user = user_](Result<std::vector<RecommendationRow>> rows) {
            if (user == user_ && run == run_) {
                listModel_->setRows(session_->valueOrReport(std::move(rows)));
            }
        });
}

void PeopleView::moveBy(int rows) {
    const int row = users_->currentIndex().row() + rows;
    if (usersModel_->user(row)) {
        users_->selectRow(row);
    }
    if (row + 1 >= usersModel_->rowCount()) {
        usersModel_->fetchMore({});
    }
}

void PeopleView::updateButtons() {
    const int row = user_ < 0 ? -1 : users_->currentIndex().row();
    previous_->setEnabled(row > 0);
    next_->setEnabled(row >= 0 && (usersModel_->user(row + 1) || usersModel_->canFetchMore({})));
}

}  // namespace ncf
