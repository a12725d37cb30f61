#pragma once

#include "base/result.h"
#include "charts/chart_export.h"
#include "widgets/passing_note.h"

#include <functional>
#include <thread>

namespace ncf {

// Writes a chart's file on a thread of its own and says what came of it.
class BackgroundSave : public PassingNote {
    Q_OBJECT

public:
    using PassingNote::PassingNote;

    // `write` is called on another thread. Waits for a file that is still being written.
    void start(const QString& file, std::function<Status()> write);

    // Asks where to save a chart of that title; empty if nowhere.
    static QString chooseFile(QWidget* parent, const QString& title, ChartFormat format);

private:
    std::jthread writing_;
};

}  // namespace ncf
