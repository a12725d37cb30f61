#pragma once

#include "experiment/run_comparison.h"
#include "models/listed_run.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace ncf {

class Card;
class LineChart;
class Session;
class SettingsDiffModel;

// Several runs side by side: whether their results differ by more than chance, in which settings
// they differ, and their curves. The baseline stands first: the pinned one, or else the oldest.
class RunComparison : public QWidget {
    Q_OBJECT

public:
    // A curve needs a colour of its own.
    static constexpr std::size_t kMostRuns = 7;

    explicit RunComparison(Session* session, QWidget* parent = nullptr);

    // Two or more; what is over kMostRuns is left out.
    void setRuns(std::vector<ListedRun> runs);

private:
    // What the storage thread finds out about the runs, parallel to them.
    struct Findings {
        std::vector<std::vector<EpochRecord>> epochs;
        // Against the first; its own is empty.
        std::vector<Result<std::vector<ComparedMetric>>> tests;
        std::vector<std::int64_t> unmeasured;  // lack results per user, and could have them
    };

    static Findings examine(const Project& project, const std::vector<RunRecord>& runs);

    QWidget* makeWords();
    QWidget* makeCurves();
    void load();
    void showTests();
    void showCurves();
    void evaluateAgain();

    Session* session_;
    std::vector<ListedRun> runs_;
    Findings findings_;
    Card* card_;
    QLabel* verdict_;
    QPushButton* evaluate_;
    SettingsDiffModel* differences_;
    QComboBox* metric_;
    LineChart* chart_;
};

}  // namespace ncf
