#pragma once

#include "experiment/import.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace ncf {

// Reads a whole ratings file in the background to say what importing it would find. Lives on the
// GUI thread.
class ImportCheck : public QObject {
    Q_OBJECT

public:
    struct Findings {
        ImportReport report;
        // All that are listed in the report: not used, and used without their rating or time.
        std::vector<RejectedRow> rows;
    };

    explicit ImportCheck(QObject* parent = nullptr);
    ~ImportCheck() override;

    // A moment after the last of several calls; what runs is stopped, and the next begins once that
    // has ended. Ends in finished() or failed(), or in neither after stop() or another start().
    void start(const std::filesystem::path& ratingsFile, const ImportOptions& options);
    void stop();

Q_SIGNALS:
    void progress(double fraction);  // 0..1
    void finished(const std::shared_ptr<ncf::ImportCheck::Findings>& findings);
    void failed(const ncf::Error& error);

private:
    struct Request {
        std::filesystem::path file;
        ImportOptions options;
    };

    void launch();
    void end(const std::shared_ptr<Result<Findings>>& result, const std::stop_token& token);

    QTimer pause_;
    QTimer poll_;
    std::optional<Request> wanted_;
    bool running_ = false;
    std::stop_source stop_;
    std::shared_ptr<std::atomic<double>> fraction_;
};

}  // namespace ncf
