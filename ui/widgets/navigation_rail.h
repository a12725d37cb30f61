#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QButtonGroup;
class QLabel;

namespace ncf {

// The column at the window's left that leads from page to page, with a line of text at its foot.
class NavigationRail : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        QString icon;  // of themedIcon()
        QString name;
    };
    // Pages are counted from 0; Ctrl and their number from 1 is said to lead to them.
    explicit NavigationRail(const QList<Entry>& pages, QWidget* parent = nullptr);

    // Marks the page as the one that is shown, and takes the focus there if it is in the rail.
    void setCurrent(int page);
    void setFoot(const QString& text);

Q_SIGNALS:
    void chosen(int page);

protected:
    void changeEvent(QEvent* event) override;

private:
    void drawIcons();

    const QList<Entry> pages_;
    QButtonGroup* buttons_;
    QLabel* foot_;
};

}  // namespace ncf
