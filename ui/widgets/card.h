#pragma once

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace ncf {

// A titled surface that groups what belongs together.
class Card : public QFrame {
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);

    // Where the content goes.
    QVBoxLayout* body() const { return body_; }
    // A small sentence beside the title; empty hides it.
    void setCaption(const QString& caption);

private:
    QLabel* caption_;
    QVBoxLayout* body_;
};

}  // namespace ncf
