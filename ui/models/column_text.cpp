#include "models/column_text.h"

#include "data/detection_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace ncf {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ncf::ColumnText", text);
}

QString number(std::size_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString content(const ColumnProfile& column) {
    return QString::fromStdString(contentName(column));
}

}  // namespace

QString columnCaption(const ColumnProfile& column) {
    return content(column) + QLatin1Char('\n') +
           (column.values == 0 ? tr("no values") : tr("%1 different").arg(number(column.distinct)));
}

QString columnToolTip(const QString& name, const ColumnProfile& column, std::size_t rowsLookedAt) {
    QStringList lines{QStringLiteral("<b>%1</b>: %2").arg(name.toHtmlEscaped(), content(column)),
                      tr("%1 different values in the %2 rows that were looked at")
                          .arg(number(column.distinct), number(rowsLookedAt)),
                      column.missing > 0
                          ? tr("%1 of these rows have none").arg(number(column.missing))
                          : tr("none is missing")};
    QStringList examples;
    for (const auto& example : column.examples) {
        examples << QString::fromStdString(example).toHtmlEscaped();
    }
    if (!examples.isEmpty()) {
        lines << tr("such as %1").arg(examples.join(QStringLiteral(", ")));
    }
    return lines.join(QStringLiteral("<br>"));
}

}  // namespace ncf
