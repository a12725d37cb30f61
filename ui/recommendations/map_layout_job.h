#pragma once

#include "base/result.h"
#include "recommendation/principal_components.h"
#include "recommendation/vectors.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace ncf {

class Session;

// Arranges a map by neighbours on a thread of its own. One at a time: starting or cancelling ends
// the one before, of which nothing is told any more.
class MapLayoutJob : public QObject {
    Q_OBJECT

public:
    explicit MapLayoutJob(Session* session, QObject* parent = nullptr);

    void start(std::shared_ptr<const Vectors> vectors, std::vector<PlanePoint> points,
               std::uint64_t seed);
    void cancel();
    bool active() const { return active_; }

Q_SIGNALS:
    // How far it is, 0..1, and about how many seconds are left; below 0 while that is not known.
    void progressed(double fraction, double secondsLeft);
    // Where the points are on their way, some times a second.
    void moved(const std::vector<ncf::PlanePoint>& points);
    void finished(const std::vector<ncf::PlanePoint>& points);
    void failed(const ncf::Error& error);

private:
    // Runs `work` on the GUI thread unless another job is active by then.
    void tell(quint64 job, std::function<void()> work);

    Session* session_;
    QElapsedTimer since_;
    bool active_ = false;
    quint64 job_ = 0;       // counts them
    std::jthread working_;  // last: it uses the others
};

}  // namespace ncf
