#pragma once

#include <QIcon>
#include <QString>

namespace ncf {

// The program's own icon of that name (":/ncf/icons/NAME.svg"), drawn in the theme's text colour,
// the accent colour while checked, and muted while disabled. Sharp at every scale. Ask again after
// a QEvent::PaletteChange.
QIcon themedIcon(const QString& name);

}  // namespace ncf
