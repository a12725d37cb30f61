#include "charts/background_save.h"

#include "session/caught.h"
#include "session/settings.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace ncf {

QString BackgroundSave::chooseFile(QWidget* parent, const QString& title, ChartFormat format) {
    const auto suffix = suffixOf(format);
    const auto name = title.toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
    auto file = QFileDialog::getSaveFileName(
        parent, tr("Save “%1”").arg(title),
        QDir(settings::lastFolder()).filePath(name + QLatin1Char('.') + suffix),
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (file.isEmpty()) {
        return {};
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        file += QLatin1Char('.') + suffix;
    }
    settings::setLastFolder(QFileInfo(file).path());
    return file;
}

void BackgroundSave::start(const QString& file, std::function<Status()> write) {
    writing_ = std::jthread([this, file, write = std::move(write)] {
        const auto status = caught([&] { return write(); });
        QMetaObject::invokeMethod(
            this,
            [this, file, status] {
                if (status) {
                    say(tr("Saved as %1").arg(QDir::toNativeSeparators(file)));
                } else {
                    sayProblem(QString::fromStdString(status.error().message()));
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace ncf
