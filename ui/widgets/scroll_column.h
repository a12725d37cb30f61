#pragma once

#include <QScrollArea>

namespace ncf {

// A scroll area that shows what is behind it instead of a background of its own, and never scrolls
// sideways. The wheel changes a field that `content` already has only while it has the focus.
QScrollArea* makeScrollColumn(QWidget* content);

}  // namespace ncf
