#include "widgets/passing_note.h"

#include <QAccessible>
#include <QStyle>

namespace ncf {

namespace {
constexpr int kShownMilliseconds = 6000;
}

PassingNote::PassingNote(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    hide();
    hide_.setSingleShot(true);
    hide_.setInterval(kShownMilliseconds);
    connect(&hide_, &QTimer::timeout, this, &QWidget::hide);
}

void PassingNote::say(const QString& text) {
    tell(text, false);
    hide_.start();
}

void PassingNote::sayProblem(const QString& text) {
    tell(text, true);
    hide_.stop();
}

void PassingNote::keepSaying(const QString& text) {
    tell(text, false);
    hide_.stop();
}

void PassingNote::tell(const QString& text, bool problem) {
    if (property("problem") != QVariant(problem)) {
        setProperty("problem", problem);
        setProperty("caption", !problem);
        style()->unpolish(this);
        style()->polish(this);
    }
    setText(text);
    setVisible(true);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace ncf
