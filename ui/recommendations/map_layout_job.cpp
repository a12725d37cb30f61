#include "recommendations/map_layout_job.h"

#include "recommendation/neighbour_layout.h"
#include "session/session.h"

namespace ncf {

MapLayoutJob::MapLayoutJob(Session* session, QObject* parent)
    : QObject(parent), session_(session) {}

void MapLayoutJob::tell(quint64 job, std::function<void()> work) {
    QMetaObject::invokeMethod(
        this,
        [this, job, work = std::move(work)] {
            if (active_ && job == job_) {
                work();
            }
        },
        Qt::QueuedConnection);
}

void MapLayoutJob::start(std::shared_ptr<const Vectors> vectors, std::vector<PlanePoint> points,
                         std::uint64_t seed) {
    cancel();
    active_ = true;
    since_.start();
    const quint64 job = ++job_;
    const auto progress = session_->progressFor(this, [this, job](double fraction) {
        if (active_ && job == job_) {
            constexpr double kEnough = 0.03;  // of the work, to tell how long the rest takes
            const double seconds = static_cast<double>(since_.elapsed()) / 1000;
            Q_EMIT progressed(fraction,
                              fraction < kEnough ? -1 : seconds * (1 - fraction) / fraction);
        }
    });
    working_ = std::jthread([this, job, progress, vectors = std::move(vectors),
                             points = std::move(points), seed](std::stop_token stop) {
        const auto show = [&](std::span<const PlanePoint> now) {
            tell(job, [this, copy = std::vector<PlanePoint>(now.begin(), now.end())] {
                Q_EMIT moved(copy);
            });
        };
        auto result = caught([&] {
            return neighbourLayout(*vectors, points, seed, progress, show, std::move(stop));
        });
        tell(job, [this, result = std::move(result)] {
            active_ = false;
            if (result) {
                Q_EMIT finished(*result);
            } else {
                Q_EMIT failed(result.error());
            }
        });
    });
}

void MapLayoutJob::cancel() {
    active_ = false;
    working_.request_stop();
}

}  // namespace ncf
