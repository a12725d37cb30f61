#pragma once

#include "experiment/held_out.h"
#include "session/latest_request.h"

#include <QLabel>
#include <QTimer>

#include <vector>

namespace ncf {

class Session;

// What became of a user's held-out items in a run: "The held-out item “Alien” was missed: place 57
// of 3,650 unseen items." It needs the run's model, so it comes a moment after the list; only while
// the label is visible, and for the last user asked for.
class HeldOutLine : public QLabel {
    Q_OBJECT

public:
    explicit HeldOutLine(Session* session, QWidget* parent = nullptr);

    // `listed`: how long the user's list is.
    void ask(qint64 runId, UserIndex user, int listed);
    void clear();

Q_SIGNALS:
    void found(const std::vector<ncf::HeldOutPlace>& places);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void say(const QString& text);
    void request();
    void show(const std::vector<HeldOutPlace>& places);

    Session* session_;
    LatestRequest request_;
    QTimer patience_;
    qint64 run_ = 0;  // 0: nothing to ask, or asked
    UserIndex user_ = -1;
    int listed_ = 0;
};

}  // namespace ncf
