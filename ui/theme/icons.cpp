#include "theme/icons.h"

#include "theme/theme.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace ncf {

namespace {

QPixmap drawn(const QByteArray& svg, const QColor& colour, int size) {
    QByteArray tinted = svg;
    tinted.replace("#000000", colour.name().toLatin1());
    QSvgRenderer renderer(tinted);
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

}  // namespace

QIcon themedIcon(const QString& name) {
    QFile file(QStringLiteral(":/ncf/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray svg = file.readAll();
    QColor muted = Theme::textMuted();
    QIcon icon;
    for (const int size : {16, 20, 24, 32, 48, 64, 96}) {
        icon.addPixmap(drawn(svg, Theme::text(), size), QIcon::Normal, QIcon::Off);
        icon.addPixmap(drawn(svg, Theme::accent(), size), QIcon::Normal, QIcon::On);
        icon.addPixmap(drawn(svg, muted, size), QIcon::Disabled, QIcon::Off);
    }
    return icon;
}

}  // namespace ncf
