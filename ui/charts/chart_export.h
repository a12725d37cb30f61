#pragma once

#include "base/result.h"
#include "charts/curve.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace ncf {

enum class ChartFormat { Png, Svg, Csv };

// "png", as in a file's name.
QString suffixOf(ChartFormat format);

struct NamedCurve {
    QString name;
    std::vector<CurvePoint> points;
};

// Both write the whole file or leave what was there as it is. May be called from any thread.
Status saveBytes(const QString& file, const QByteArray& bytes);
// A heading "curve,X,Y" and a line for each point, in numbers that read back as the same; what is
// not a finite number is left empty.
Status saveCsv(const QString& file, const QString& xTitle, const QString& yTitle,
               const std::vector<NamedCurve>& curves);

}  // namespace ncf
