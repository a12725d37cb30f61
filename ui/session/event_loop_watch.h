#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace ncf {

// Measures how long the GUI thread's event loop was ever held up: a timer asks to be called every
// five milliseconds and notes how late it was. Says so on stderr when it ends.
class EventLoopWatch : public QObject {
    Q_OBJECT

public:
    // Watching is for dev builds, and for any build with NCF_WATCH_EVENT_LOOP in the environment.
    static bool wanted();

    explicit EventLoopWatch(QObject* parent = nullptr);
    ~EventLoopWatch() override;

    double longestMilliseconds() const { return static_cast<double>(longestNanoseconds_) / 1e6; }

private:
    QTimer timer_;
    QElapsedTimer total_;
    QElapsedTimer sinceLast_;
    qint64 longestNanoseconds_ = 0;
    qint64 longestAtMilliseconds_ = 0;
};

}  // namespace ncf
