#pragma once

#include <QString>
#include <QWidget>

namespace ncf::test {

// The widget of this class below `root` with this accessible name.
template <class T>
T* named(QWidget& root, const QString& name) {
    for (auto* const widget : root.findChildren<T*>()) {
        if (widget->accessibleName() == name) {
            return widget;
        }
    }
    qFatal("no widget is named “%s”", qPrintable(name));
}

}  // namespace ncf::test
