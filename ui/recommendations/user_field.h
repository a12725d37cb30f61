#pragma once

#include "data/dataset.h"

#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;

namespace ncf {

class Session;
class UsersModel;

// A field for a user's id, which offers the ids that start with what is typed.
class UserField : public QWidget {
    Q_OBJECT

public:
    explicit UserField(Session* session, QWidget* parent = nullptr);

    void clear();

Q_SIGNALS:
    void userChosen(ncf::UserIndex user, const QString& id);

private:
    void offer();
    void choose();

    Session* session_;
    UsersModel* users_;
    QLineEdit* field_;
    QCompleter* completer_;
    QLabel* noUser_;
    QString chosen_;  // for which nothing needs to be offered any more
};

}  // namespace ncf
