#pragma once

#include "base/result.h"
#include "charts/chart_export.h"

#include <QLabel>
#include <QTimer>

#include <functional>
#include <thread>

namespace ncf {

// Writes a chart's file on a thread of its own and says what came of it: for some seconds that the
// file is there, or until the next one why it is not. Hidden while there is nothing to say.
class BackgroundSave : public QLabel {
    Q_OBJECT

public:
    explicit BackgroundSave(QWidget* parent = nullptr);

    // `write` is called on another thread. Waits for a file that is still being written.
    void start(const QString& file, std::function<Status()> write);

    // Asks where to save a chart of that title; empty if nowhere.
    static QString chooseFile(QWidget* parent, const QString& title, ChartFormat format);

private:
    void say(const QString& text, bool problem);

    QTimer hide_;
    std::jthread writing_;
};

}  // namespace ncf
