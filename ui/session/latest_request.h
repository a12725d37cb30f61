#pragma once

#include <stop_token>
#include <utility>

namespace ncf {

// Of requests of one kind only the latest is wanted: a newer one stops the one before it, and the
// end of the owner stops the last, so that fast changes never queue up.
class LatestRequest {
public:
    LatestRequest() = default;
    LatestRequest(const LatestRequest&) = delete;
    LatestRequest& operator=(const LatestRequest&) = delete;
    ~LatestRequest() { stop(); }

    // Takes what Session::analyse() returned.
    void replace(std::stop_source newer) {
        stop();
        current_ = std::move(newer);
    }
    void stop() { current_.request_stop(); }

private:
    std::stop_source current_{std::nostopstate};
};

}  // namespace ncf
