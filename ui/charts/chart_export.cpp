#include "charts/chart_export.h"

#include "base/text.h"

#include <QSaveFile>

#include <cmath>
#include <functional>

namespace ncf {

namespace {

constexpr qsizetype kBlock = 1 << 16;  // bytes that are written at a time

Error refused(const QSaveFile& file, const std::string& remedy) {
    return {ErrorKind::Storage,
            "“" + file.fileName().toStdString() +
                "” could not be written: " + file.errorString().toStdString() + ".",
            remedy};
}

Status save(const QString& name, const std::function<bool(QSaveFile&)>& write) {
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly)) {
        return refused(file, "Choose another folder or another name.");
    }
    if (!write(file) || !file.commit()) {
        return refused(file, "Free some space or choose another folder; nothing was changed.");
    }
    return {};
}

QByteArray quoted(const QString& text) {
    auto bytes = text.toUtf8();
    if (bytes.contains('"') || bytes.contains(',') || bytes.contains('\n') ||
        bytes.contains('\r')) {
        bytes.replace("\"", "\"\"");
        return '"' + bytes + '"';
    }
    return bytes;
}

QByteArray number(double value) {
    return std::isfinite(value) ? QByteArray::fromStdString(shortest(value)) : QByteArray();
}

}  // namespace

QString suffixOf(ChartFormat format) {
    return format == ChartFormat::Png   ? QStringLiteral("png")
           : format == ChartFormat::Svg ? QStringLiteral("svg")
                                        : QStringLiteral("csv");
}

Status saveBytes(const QString& file, const QByteArray& bytes) {
    return save(file, [&](QSaveFile& out) { return out.write(bytes) == bytes.size(); });
}

Status saveCsv(const QString& file, const QString& xTitle, const QString& yTitle,
               const std::vector<NamedCurve>& curves) {
    return save(file, [&](QSaveFile& out) {
        QByteArray block = "curve," + quoted(xTitle) + ',' + quoted(yTitle) + '\n';
        for (const auto& curve : curves) {
            const auto name = quoted(curve.name);
            for (const auto& point : curve.points) {
                block += name + ',' + number(point.x) + ',' + number(point.y) + '\n';
                if (block.size() >= kBlock) {
                    if (out.write(block) != block.size()) {
                        return false;
                    }
                    block.clear();
                }
            }
        }
        return out.write(block) == block.size();
    });
}

}  // namespace ncf
