#pragma once

#include <QScrollArea>

namespace ncf {

// A scroll area that shows what is behind it instead of a background of its own, and never scrolls
// sideways.
QScrollArea* makeScrollColumn(QWidget* content);

}  // namespace ncf
