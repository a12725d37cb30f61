#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ncf {

// The row below a map: what the picture says, and the arranging of another one.
class MapFoot : public QWidget {
    Q_OBJECT

public:
    explicit MapFoot(QWidget* parent = nullptr);

    void setCaption(const QString& text);
    // Whether the points are arranged by neighbours, so that the button leads back.
    void setArranged(bool arranged);
    // Shows a progress bar in place of the rest.
    void setArranging(bool arranging);
    // 0..1, and the seconds that are left; below 0 while unknown.
    void setProgress(double fraction, double secondsLeft);

Q_SIGNALS:
    void arrangeRequested();
    void cancelRequested();

private:
    QLabel* caption_;
    QPushButton* arrange_;
    QProgressBar* progress_;
    QLabel* left_;
    QPushButton* cancel_;
};

}  // namespace ncf
