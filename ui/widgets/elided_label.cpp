#include "widgets/elided_label.h"

#include <QEvent>

namespace ncf {

namespace {
// More than any screen shows; keeps a hostile name from costing time at every resize.
constexpr int kMaxShown = 500;
}  // namespace

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString& text) {
    fullText_ = text;
    elide();
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        elide();
    }
}

void ElidedLabel::elide() {
    const auto line = fullText_.left(kMaxShown).simplified();
    const auto shown = fontMetrics().elidedText(line, Qt::ElideMiddle, contentsRect().width());
    setText(shown);
    // Escaped, since a tooltip takes markup for what it says.
    setToolTip(shown == fullText_ ? QString() : fullText_.left(kMaxShown).toHtmlEscaped());
}

}  // namespace ncf
