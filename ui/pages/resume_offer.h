#pragma once

#include "store/run_records.h"
#include "widgets/banner.h"

#include <optional>

namespace ncf {

class Session;

// Offers to go on with the newest run of the open project that was interrupted: by a crash, a power
// cut or a closed window.
class ResumeOffer : public Banner {
    Q_OBJECT

public:
    explicit ResumeOffer(Session* session, QWidget* parent = nullptr);

Q_SIGNALS:
    // The offer was taken.
    void goingOn();

private:
    void look();
    void offer(const std::vector<RunRecord>& newestFirst);
    void goOn();

    Session* session_;
    std::optional<RunRecord> run_;
};

}  // namespace ncf
