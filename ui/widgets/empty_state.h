#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ncf {

// What a page shows while it has nothing to show: an icon, what is missing, and a button that leads
// on. More buttons can be added beside it.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    EmptyState(const QString& iconName, const QString& headline, const QString& sentence,
               QWidget* parent = nullptr);

    QPushButton* addAction(const QString& text, bool primary);
    void setText(const QString& headline, const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    QString iconName_;
    QLabel* icon_;
    QLabel* headline_;
    QLabel* sentence_;
    QWidget* buttons_;
};

}  // namespace ncf
