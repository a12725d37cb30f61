#include "charts/background_save.h"

#include "session/caught.h"
#include "session/settings.h"

#include <QAccessible>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStyle>

namespace ncf {

namespace {
constexpr int kShownMilliseconds = 6000;
}

BackgroundSave::BackgroundSave(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    hide();
    hide_.setSingleShot(true);
    hide_.setInterval(kShownMilliseconds);
    connect(&hide_, &QTimer::timeout, this, &QWidget::hide);
}

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
                say(status ? tr("Saved as %1").arg(QDir::toNativeSeparators(file))
                           : QString::fromStdString(status.error().message()),
                    !status);
            },
            Qt::QueuedConnection);
    });
}

void BackgroundSave::say(const QString& text, bool problem) {
    setProperty("problem", problem);
    setProperty("caption", !problem);
    style()->unpolish(this);
    style()->polish(this);
    setText(text);
    show();
    problem ? hide_.stop() : hide_.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace ncf
