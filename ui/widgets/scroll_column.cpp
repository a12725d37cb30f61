#include "widgets/scroll_column.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>

namespace ncf {

namespace {

// Leaves the wheel to the column while a field has not the focus: who scrolls past a setting does
// not want to change it.
class WheelGuard : public QObject {
public:
    using QObject::QObject;

    void watch(QWidget* field) {
        field->setFocusPolicy(Qt::StrongFocus);  // the wheel does not give the focus either
        field->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* field, QEvent* event) override {
        if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(field)->hasFocus()) {
            event->ignore();
            return true;
        }
        return QObject::eventFilter(field, event);
    }
};

}  // namespace

QScrollArea* makeScrollColumn(QWidget* content) {
    auto* const scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    // setWidget() gives the content the window's colour.
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto* const guard = new WheelGuard(scroll);
    for (auto* const field : content->findChildren<QWidget*>()) {
        if (qobject_cast<QComboBox*>(field) || qobject_cast<QAbstractSpinBox*>(field)) {
            guard->watch(field);
        }
    }
    return scroll;
}

}  // namespace ncf
