#include "recommendations/user_finder.h"

#include "experiment/around_item.h"
#include "models/item_lists.h"
#include "models/users_model.h"
#include "recommendations/item_picker.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/elided_label.h"
#include "widgets/list_table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace ncf {

namespace {
constexpr int kCountWidth = 62;
}

UserFinder::UserFinder(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new UsersModel(
          [this](const std::string& after, quint64 request) { fetch(after, request); }, this)),
      by_(new QComboBox),
      id_(new QLineEdit),
      itemBar_(makeItemBar()),
      stack_(new QStackedWidget),
      listPage_(makeList()),
      picker_(new ItemPicker(session)) {
    by_->setAccessibleName(tr("How to find users"));
    by_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    by_->addItem(tr("By id"));
    by_->addItem(tr("By an item they know"));
    id_->setPlaceholderText(tr("Start of the id"));
    id_->setAccessibleName(tr("Find a user by the start of the id"));
    id_->setClearButtonEnabled(true);
    stack_->addWidget(listPage_);
    stack_->addWidget(picker_);
    itemBar_->hide();
    auto* const card = new Card(tr("Users"));
    card->body()->addWidget(by_);
    card->body()->addWidget(id_);
    card->body()->addWidget(itemBar_);
    card->body()->addWidget(stack_, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);

    connect(by_, &QComboBox::currentIndexChanged, this, &UserFinder::findBy);
    connect(id_, &QLineEdit::textChanged, this, &UserFinder::reload);
    connect(picker_, &ItemPicker::picked, this, &UserFinder::pick);
    connect(model_, &UsersModel::firstPageArrived, this, [this] {
        message_->setText(item_ ? tr("Nobody knows this item.")
                                : tr("No user's id starts like this."));
        message_->setVisible(model_->rowCount() == 0);
        if (model_->rowCount() > 0) {
            users_->selectRow(0);
        }
    });
    connect(model_, &QAbstractItemModel::rowsInserted, this, &UserFinder::usersArrived);
}

QWidget* UserFinder::makeItemBar() {
    itemName_ = new ElidedLabel;
    auto* const another = new QToolButton;
    another->setProperty("quiet", true);
    another->setText(QStringLiteral("✕"));
    another->setToolTip(tr("Choose another item"));
    another->setAccessibleName(tr("Choose another item"));
    connect(another, &QToolButton::clicked, this, [this] { findBy(Item); });
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(itemName_, 1);
    row->addWidget(another);
    return bar;
}

QWidget* UserFinder::makeList() {
    users_ = makeListTable(model_, tr("Users"));
    // Of a set width: measuring the contents would cost time at every page.
    users_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    users_->setColumnWidth(1, kCountWidth);
    users_->setTextElideMode(Qt::ElideMiddle);  // many ids differ at the end alone
    connect(users_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    Q_EMIT userChosen();
                }
            });
    message_ = new QLabel;
    message_->setProperty("caption", true);
    message_->setTextFormat(Qt::PlainText);
    message_->setWordWrap(true);
    message_->hide();
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(message_);
    layout->addWidget(users_, 1);
    return page;
}

void UserFinder::fetch(const std::string& after, quint64 request) {
    if (!item_) {
        session_->query(
            this,
            [prefix = id_->text().toStdString(), after](Project& project) {
                return project.users(prefix, after, UsersModel::kPageSize);
            },
            [this, request](Result<std::vector<UserRow>> page) {
                addPage(request, std::move(page));
            });
        return;
    }
    request_.replace(session_->analyse(
        this, run_,
        [item = *item_, after](LoadedRun& run, std::stop_token) -> Result<std::vector<UserRow>> {
            if (auto status = run.expectItem(item); !status) {
                return status.error();
            }
            return usersWith(run.data(), item, after, UsersModel::kPageSize);
        },
        [this, request](Result<std::vector<UserRow>> page) { addPage(request, std::move(page)); }));
}

void UserFinder::addPage(quint64 request, Result<std::vector<UserRow>> page) {
    model_->addPage(request, session_->valueOrReport(std::move(page)));
}

void UserFinder::findBy(int by) {
    request_.stop();
    item_.reset();
    id_->setVisible(by == Id);
    itemBar_->hide();
    stack_->setCurrentWidget(by == Id ? listPage_ : picker_);
    if (by == Id) {
        reload();
    } else {
        picker_->setRun(run_);
    }
}

void UserFinder::pick(const RecommendationRow& item) {
    item_ = item.item;
    itemName_->setFullText(itemTitle(item.info, item.itemId));
    itemBar_->show();
    stack_->setCurrentWidget(listPage_);
    reload();
}

void UserFinder::reload() {
    message_->hide();
    model_->restart();
    Q_EMIT userChosen();
}

void UserFinder::setRun(qint64 runId) {
    run_ = runId;
    if (stack_->currentWidget() == picker_) {
        picker_->setRun(runId);
    }
}

void UserFinder::forget() {
    run_ = 0;
    picker_->setRun(0);
    picker_->clearSearch();
    showUser({});
}

void UserFinder::showUser(const QString& userId) {
    {
        const QSignalBlocker quietly(id_);
        id_->setText(userId);
    }
    const QSignalBlocker quietly(by_);
    by_->setCurrentIndex(Id);
    findBy(Id);
}

const UserRow* UserFinder::user() const {
    return model_->user(users_->currentIndex().row());
}

bool UserFinder::canMoveBy(int rows) const {
    const int row = users_->currentIndex().row();
    return row >= 0 && (model_->user(row + rows) || (rows > 0 && model_->canFetchMore({})));
}

void UserFinder::moveBy(int rows) {
    const int row = users_->currentIndex().row() + rows;
    if (model_->user(row)) {
        users_->selectRow(row);
    }
    if (row + 1 >= model_->rowCount()) {
        model_->fetchMore({});
    }
}

}  // namespace ncf
