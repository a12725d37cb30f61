#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

class QMessageBox;
class QWidget;

namespace ncf {

class Session;

// What happens to a training or a sweep when its window is to close: asks, has the work ended as
// was chosen, and closes the window then.
class ClosingQuestion : public QObject {
    Q_OBJECT

public:
    // Both outlive this.
    ClosingQuestion(Session* session, QWidget* window);

    // For the window's close event: whether it may close now.
    bool mayClose();

private:
    void ask();
    void closeAfter(const std::function<void()>& endWork);
    void stopWork();

    Session* session_;
    QWidget* window_;
    QPointer<QMessageBox> question_;  // while it stands
    bool closing_ = false;            // the window goes as soon as the work has ended
};

}  // namespace ncf
