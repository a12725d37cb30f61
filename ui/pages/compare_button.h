#pragma once

#include "pages/run_curves.h"
#include "store/run_records.h"

#include <QToolButton>

class QMenu;

namespace ncf {

class Session;

// Chooses earlier runs of the project, up to three, whose curves are laid under those of now.
class CompareButton : public QToolButton {
    Q_OBJECT

public:
    explicit CompareButton(Session* session, QWidget* parent = nullptr);

Q_SIGNALS:
    void ghostsChanged(const ncf::GhostRuns& ghosts);

private:
    void forget();
    void reload();
    void takeRuns(std::vector<RunRecord> runs);
    void fillMenu();
    void add(const RunRecord& run);
    void remove(std::int64_t runId);

    Session* session_;
    QMenu* menu_;
    bool reloading_ = false;
    bool reloadAgain_ = false;
    std::vector<RunRecord> runs_;  // that have finished epochs and are not in progress
    GhostRuns ghosts_;
};

}  // namespace ncf
