#pragma once

#include <QFrame>
#include <QStringList>

class QHBoxLayout;
class QLabel;

namespace ncf {

// What a person should look at before going on, a line each, beside an amber edge. Hidden while
// there is nothing to say.
class WarningPanel : public QFrame {
    Q_OBJECT

public:
    explicit WarningPanel(const QString& title, QWidget* parent = nullptr);

    void setLines(const QStringList& lines);
    const QStringList& lines() const { return lines_; }
    // Where buttons go that do something about it.
    QHBoxLayout* actions() const { return actions_; }

private:
    QLabel* title_;
    QLabel* text_;
    QHBoxLayout* actions_;
    QStringList lines_;
};

}  // namespace ncf
