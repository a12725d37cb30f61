#include "session/import_check.h"

#include "session/caught.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace ncf {

namespace {

constexpr int kPauseMilliseconds = 400;
constexpr int kPollMilliseconds = 100;

Result<ImportCheck::Findings> find(const std::filesystem::path& file, const ImportOptions& options,
                                   const ProgressCallback& progress, std::stop_token stop) {
    auto report = checkRatings(file, options, progress, std::move(stop));
    if (!report) {
        return report.error();
    }
    ImportCheck::Findings findings{std::move(*report), {}};
    const auto& ratings = findings.report.ratings;
    for (const auto* const listed :
         {&ratings.rejectedRows, &ratings.unreadRatings.listed, &ratings.unreadTimes.listed}) {
        findings.rows.insert(findings.rows.end(), listed->begin(), listed->end());
    }
    return findings;
}

}  // namespace

ImportCheck::ImportCheck(QObject* parent) : QObject(parent) {
    pause_.setSingleShot(true);
    pause_.setInterval(kPauseMilliseconds);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (!running_) {
            launch();
        }
    });
    poll_.setInterval(kPollMilliseconds);
    connect(&poll_, &QTimer::timeout, this, [this] { Q_EMIT progress(*fraction_); });
}

ImportCheck::~ImportCheck() {
    stop_.request_stop();
}

void ImportCheck::start(const std::filesystem::path& ratingsFile, const ImportOptions& options) {
    stop();
    wanted_ = Request{ratingsFile, options};
    pause_.start();
}

void ImportCheck::stop() {
    wanted_.reset();
    pause_.stop();
    poll_.stop();
    stop_.request_stop();
}

void ImportCheck::launch() {
    const Request request = std::move(*wanted_);
    wanted_.reset();
    running_ = true;
    stop_ = {};
    fraction_ = std::make_shared<std::atomic<double>>(0);
    poll_.start();
    const QPointer<ImportCheck> self(this);
    QThreadPool::globalInstance()->start(
        [self, request, token = stop_.get_token(), fraction = fraction_] {
            auto result = std::make_shared<Result<Findings>>(caught([&] {
                return find(
                    request.file, request.options,
                    [&](std::uint64_t done, std::uint64_t total) {
                        *fraction =
                            total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
                    },
                    token);
            }));
            QMetaObject::invokeMethod(qApp, [self, result, token] {
                if (self) {
                    self->end(result, token);
                }
            });
        });
}

void ImportCheck::end(const std::shared_ptr<Result<Findings>>& result,
                      const std::stop_token& token) {
    running_ = false;
    if (wanted_) {
        if (!pause_.isActive()) {
            launch();
        }
        return;
    }
    poll_.stop();
    if (token.stop_requested()) {
        return;
    }
    if (*result) {
        Q_EMIT finished(std::make_shared<Findings>(std::move(**result)));
    } else {
        Q_EMIT failed(result->error());
    }
}

}  // namespace ncf
