#include "recommendations/run_label.h"

#include <QDateTime>
#include <QLocale>

namespace ncf {

bool hasLists(const RunRecord& run) {
    return run.status == RunStatus::Finished || run.status == RunStatus::Stopped;
}

QString runLabel(const RunRecord& run) {
    const auto result =
        run.test.hitRate
            ? QStringLiteral("HR@%1 %2").arg(run.cutoff).arg(*run.test.hitRate, 0, 'f', 4)
        : run.test.rmse ? QStringLiteral("RMSE %1").arg(*run.test.rmse, 0, 'f', 4)
                        : QString();
    return QStringLiteral("%1 · %2 · %3")
        .arg(
            QString::fromStdString(run.name), result,
            QLocale().toString(QDateTime::fromSecsSinceEpoch(run.startedAt), QLocale::ShortFormat));
}

}  // namespace ncf
