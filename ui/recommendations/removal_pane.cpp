#include "recommendations/removal_pane.h"

#include "experiment/what_if_command.h"
#include "models/ticked_history_model.h"
#include "recommendations/user_field.h"
#include "recommendations/what_if_card.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/list_table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace ncf {

namespace {

constexpr int kRatingWidth = 64;

// What the run was trained on of this user, latest first.
Result<std::vector<HistoryRow>> trainingHistory(const LoadedRun& run, UserIndex user) {
    const auto& train = run.split().train;
    if (user < 0 || static_cast<std::size_t>(user) >= train.userCount()) {
        return Error{ErrorKind::NotFound, "The run knows no such user.", "Open the project again."};
    }
    const auto items = train.itemsOf(user);
    const auto ratings = train.ratingsOf(user);
    std::vector<HistoryRow> rows;
    for (std::size_t at = items.size(); at-- > 0;) {
        rows.push_back({items[at], run.data().dataset.items().id(items[at]),
                        run.data().infoOf(items[at]), ratings[at], 0});
    }
    return rows;
}

}  // namespace

RemovalPane::RemovalPane(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    with_ = new WhatIfCard(tr("With everything"));
    without_ = new WhatIfCard(tr("With the ticked only"));
    auto* const columns = new QSplitter;
    columns->setChildrenCollapsible(false);
    columns->setHandleWidth(Theme::kGap);
    columns->addWidget(makeHistory());
    for (auto* const card : {with_, without_}) {
        card->setToolTip(
            tr("Both lists are fitted anew, so that they differ by the history alone. "
               "The stored list can differ from both."));
        card->makeCompact();
        columns->addWidget(card);
        connect(card, &WhatIfCard::itemRequested, this, &RemovalPane::itemRequested);
    }
    columns->setSizes({370, 370, 370});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns);
    invite();
}

QWidget* RemovalPane::makeHistory() {
    historyCard_ = new Card(tr("Their history"));
    field_ = new UserField(session_);
    connect(field_, &UserField::userChosen, this, &RemovalPane::chooseUser);
    model_ = new TickedHistoryModel(this);
    history_ = makeListTable(model_, tr("The user's items, ticked where they count"));
    history_->horizontalHeader()->setSectionResizeMode(TickedHistoryModel::Title,
                                                       QHeaderView::Stretch);
    history_->horizontalHeader()->setSectionResizeMode(TickedHistoryModel::Rating,
                                                       QHeaderView::Fixed);
    history_->setColumnWidth(TickedHistoryModel::Rating, kRatingWidth);
    connect(history_, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT itemRequested(model_->rows()[static_cast<std::size_t>(index.row())].item);
    });
    connect(model_, &TickedHistoryModel::ticksChanged, this, &RemovalPane::ask);
    tickAll_ = new QPushButton(tr("Tick all"));
    tickAll_->setAccessibleName(tr("Tick all of the user's items"));
    connect(tickAll_, &QPushButton::clicked, model_, &TickedHistoryModel::tickAll);
    historyCard_->body()->addWidget(field_);
    historyCard_->body()->addWidget(history_, 1);
    historyCard_->body()->addWidget(tickAll_, 0, Qt::AlignLeft);
    return historyCard_;
}

void RemovalPane::setRun(qint64 runId) {
    run_ = runId;
    loadHistory();
}

void RemovalPane::forget() {
    run_ = 0;
    user_ = -1;
    userId_.clear();
    field_->clear();
    loadHistory();
}

void RemovalPane::chooseUser(UserIndex user, const QString& id) {
    if (user == user_) {
        return;
    }
    user_ = user;
    userId_ = id;
    model_->setRows({});
    historyCard_->setCaption({});
    for (auto* const card : {with_, without_}) {
        card->showMessage({}, {});
    }
    loadHistory();
}

void RemovalPane::loadHistory() {
    historyRequest_.stop();
    listsRequest_.stop();
    const auto& info = session_->datasetInfo();
    history_->setColumnHidden(TickedHistoryModel::Rating, !info || !info->hasRatings);
    if (run_ == 0 || user_ < 0) {
        model_->setRows({});
        invite();
        return;
    }
    with_->showWorking();
    historyRequest_.replace(session_->analyse(
        this, run_,
        [user = user_](LoadedRun& run, std::stop_token) { return trainingHistory(run, user); },
        [this](Result<std::vector<HistoryRow>> rows) { showHistory(std::move(rows)); }));
    Q_EMIT changed();
}

void RemovalPane::showHistory(Result<std::vector<HistoryRow>> rows) {
    if (!rows) {
        model_->setRows({});
        historyCard_->setCaption({});
        tickAll_->setEnabled(false);
        showLists(rows.error());
        Q_EMIT changed();
        return;
    }
    std::set<ItemIndex> unticked;
    for (const auto& row : model_->unticked()) {
        unticked.insert(row.item);
    }
    model_->setRows(std::move(*rows), unticked);
    ask();
}

void RemovalPane::ask() {
    std::vector<ItemIndex> removed;
    for (const auto& row : model_->unticked()) {
        removed.push_back(row.item);
    }
    tickAll_->setEnabled(!removed.empty());
    historyCard_->setCaption(tr("%1 of %2 kept")
                                 .arg(model_->rowCount() - static_cast<int>(removed.size()))
                                 .arg(model_->rowCount()));
    for (auto* const card : {with_, without_}) {
        card->showWorking();
    }
    listsRequest_.replace(session_->analyse(
        this, run_,
        [user = user_, removed](LoadedRun& run, std::stop_token stop) {
            return whatIfRemoved(run, user, removed, WhatIfCard::kLength, stop);
        },
        [this](Result<WhatIfRemoval> answer) { showLists(answer); }));
    Q_EMIT changed();
}

void RemovalPane::showLists(const Result<WhatIfRemoval>& answer) {
    if (!answer) {
        with_->showMessage({}, QString::fromStdString(answer.error().message()));
        without_->showMessage({}, {});
        return;
    }
    with_->showList(answer->with, lostIn(answer->without.rows, answer->with.rows));
    if (model_->unticked().empty()) {
        without_->showMessage({}, tr("Untick an item of the history, and see here what the run "
                                     "would recommend if it never had been there."));
    } else {
        without_->showList(answer->without, movesSince(answer->with.rows, answer->without.rows));
    }
}

void RemovalPane::invite() {
    tickAll_->setEnabled(false);
    historyCard_->setCaption({});
    with_->showMessage(tr("Choose a user"),
                       tr("Type a user's id on the left and see what each item of their history "
                          "does to their recommendations."));
    without_->showMessage({}, {});
    Q_EMIT changed();
}

QString RemovalPane::command() const {
    const auto unticked = model_->unticked();
    if (run_ == 0 || user_ < 0 || unticked.empty()) {
        return {};
    }
    std::vector<std::string> removed;
    for (const auto& row : unticked) {
        removed.push_back(row.itemId);
    }
    return QStringLiteral("ncf ") + QString::fromStdString(whatIfRemovedCommand(
                                        session_->projectFile().string(), run_, WhatIfCard::kLength,
                                        userId_.toStdString(), removed));
}

}  // namespace ncf
