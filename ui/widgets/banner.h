#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace ncf {

// A message above the page: what happened and what to do about it, with a button to close it.
// Hidden until it has something to say; a new message replaces the old one.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    void showError(const QString& what, const QString& remedy);
    // With a button that does something about it, unless `action` is empty.
    void showNotice(const QString& what, const QString& action = {});

Q_SIGNALS:
    // The notice's button was pressed.
    void actionTriggered();

private:
    void showMessage(const QString& what, const QString& remedy, bool error);

    QLabel* what_;
    QLabel* remedy_;
    QPushButton* action_;
};

}  // namespace ncf
