#include "recommendations/user_field.h"

#include "models/users_model.h"
#include "session/session.h"
#include "theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ncf {

UserField::UserField(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    users_ = new UsersModel(
        [this](const std::string& after, quint64 request) {
            session_->query(
                this,
                [prefix = field_->text().toStdString(), after](Project& project) {
                    return project.users(prefix, after, UsersModel::kPageSize);
                },
                [this, request](Result<std::vector<UserRow>> page) {
                    users_->addPage(request, session_->valueOrReport(std::move(page)));
                });
        },
        this);
    field_ = new QLineEdit;
    field_->setPlaceholderText(tr("A user's id"));
    field_->setAccessibleName(tr("Id of the user"));
    field_->setClearButtonEnabled(true);
    completer_ = new QCompleter(users_, this);
    completer_->setCompletionRole(Qt::DisplayRole);
    // The project finds them; there is nothing left to filter.
    completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer_->setWidget(field_);
    noUser_ = new QLabel(tr("No user's id is or starts like this."));
    noUser_->setProperty("caption", true);
    noUser_->setWordWrap(true);
    noUser_->hide();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(field_);
    layout->addWidget(noUser_);

    connect(field_, &QLineEdit::textEdited, users_, &UsersModel::restart);
    connect(users_, &UsersModel::firstPageArrived, this, &UserField::offer);
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this,
            [this](const QString& id) {
                field_->setText(id);
                choose();
            });
    connect(field_, &QLineEdit::returnPressed, this, &UserField::choose);
}

void UserField::clear() {
    field_->clear();
    chosen_.clear();
    noUser_->hide();
}

void UserField::offer() {
    noUser_->setVisible(users_->rowCount() == 0);
    if (users_->rowCount() > 0 && field_->hasFocus() && field_->text() != chosen_) {
        completer_->complete();
    }
}

void UserField::choose() {
    const QString id = field_->text();
    session_->query(
        this, [key = id.toStdString()](Project& project) { return project.findUser(key); },
        [this, id](Result<std::optional<UserIndex>> found) {
            if (id != field_->text()) {
                return;  // it was typed on in the meantime
            }
            const auto user = session_->valueOrReport(std::move(found));
            noUser_->setVisible(!user);
            if (user) {
                chosen_ = id;
                completer_->popup()->hide();
                Q_EMIT userChosen(*user, id);
            }
        });
}

}  // namespace ncf
