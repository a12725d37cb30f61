#include "architecture/number_entry.h"

#include <QIntValidator>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace ncf {

namespace {
constexpr int kMostTyped = 99999;
constexpr QSize kSize(64, 26);
}  // namespace

NumberEntry::NumberEntry(QWidget* parent) : QLineEdit(parent) {
    setAccessibleName(tr("Width"));
    setValidator(new QIntValidator(0, kMostTyped, this));
    setAlignment(Qt::AlignCenter);
    resize(kSize);
    hide();
}

void NumberEntry::open(QPoint centre, int value, const QString& name) {
    const int most = std::max(0, parentWidget()->width() - width());
    move(std::clamp(centre.x() - width() / 2, 0, most), std::max(0, centre.y() - height() / 2));
    setAccessibleName(name);
    setText(QString::number(value));
    selectAll();
    open_ = true;
    show();
    setFocus(Qt::OtherFocusReason);
}

bool NumberEntry::event(QEvent* event) {
    // Ahead of shortcuts of the window with the same key.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void NumberEntry::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Escape:
            close(event->key() != Qt::Key_Escape, true);
            break;
        default:
            QLineEdit::keyPressEvent(event);
    }
}

void NumberEntry::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        close(true, false);
    }
}

void NumberEntry::close(bool take, bool byKey) {
    if (!std::exchange(open_, false)) {
        return;
    }
    if (take && hasAcceptableInput()) {
        Q_EMIT entered(text().toInt());
    }
    // Hidden only after the focus is elsewhere: Qt would move it on to the next bar.
    Q_EMIT closed(byKey);
    hide();
}

}  // namespace ncf
