#include "session/project_file.h"

#include "store/project.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace ncf {

namespace {

// SQLite's header: how the file begins, and where the application id stands in it, big-endian.
constexpr int kHeaderBytes = 100;
constexpr int kApplicationIdAt = 68;

}  // namespace

bool isProjectFile(const std::filesystem::path& path) {
    if (path.extension() == ".ncf") {
        return true;
    }
    const QString name = QString::fromStdString(path.string());
    QFile file(name);
    // A pipe or device would keep the window waiting.
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QByteArray header = file.read(kHeaderBytes);
    return header.size() == kHeaderBytes &&
           header.startsWith(QByteArray("SQLite format 3", 16)) &&  // with its final zero
           qFromBigEndian<qint32>(header.constData() + kApplicationIdAt) == Project::kApplicationId;
}

}  // namespace ncf
