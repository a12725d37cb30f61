#include "recommendations/held_out_line.h"

#include "experiment/held_out_text.h"
#include "session/session.h"

#include <algorithm>

namespace ncf {

namespace {

constexpr int kPatience = 300;   // milliseconds of silence; loading a run takes longer
constexpr int kMostNamed = 200;  // in a tooltip

// One to a line, as a tooltip.
QString allOf(const std::vector<HeldOutPlace>& places) {
    QStringList lines;
    for (const auto& place : places) {
        if (lines.size() == kMostNamed) {
            lines.append(QStringLiteral("…"));
            break;
        }
        lines.append(QString::fromStdString(heldOutLine(place)));
    }
    return lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), "<br>");
}

}  // namespace

HeldOutLine::HeldOutLine(Session* session, QWidget* parent) : QLabel(parent), session_(session) {
    setProperty("caption", true);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setAccessibleName(tr("The held-out item"));
    patience_.setSingleShot(true);
    patience_.setInterval(kPatience);
    connect(&patience_, &QTimer::timeout, this,
            [this] { say(tr("Looking up the held-out item…")); });
}

void HeldOutLine::say(const QString& text) {
    setText(text);
    // Two lines at least, so that the list does not jump when the text comes; and as many as it
    // takes, which a splitter would not leave to it by itself.
    setMinimumHeight(std::max(2 * fontMetrics().lineSpacing(), heightForWidth(width())));
}

void HeldOutLine::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    say(text());
}

void HeldOutLine::clear() {
    request_.stop();
    patience_.stop();
    run_ = 0;
    setText({});
    setToolTip({});
}

void HeldOutLine::ask(qint64 runId, UserIndex user, int listed) {
    clear();
    run_ = runId;
    user_ = user;
    listed_ = listed;
    if (isVisible()) {
        request();
    }
}

void HeldOutLine::showEvent(QShowEvent* event) {
    QLabel::showEvent(event);
    request();
}

void HeldOutLine::request() {
    const qint64 run = std::exchange(run_, 0);
    if (run == 0) {
        return;
    }
    patience_.start();
    request_.replace(session_->analyse(
        this, run,
        [user = user_](LoadedRun& loaded, std::stop_token stop) {
            return testPlaces(loaded, user, stop);
        },
        [this](Result<std::vector<HeldOutPlace>> places) {
            patience_.stop();
            if (places) {
                show(*places);
            } else {
                say(tr("The held-out item cannot be looked up: %1")
                        .arg(QString::fromStdString(places.error().message())));
            }
        }));
}

void HeldOutLine::show(const std::vector<HeldOutPlace>& places) {
    say(QString::fromStdString(heldOutSentence(places, listed_)));
    setToolTip(places.size() > 1 ? allOf(places) : QString());
    Q_EMIT found(places);
}

}  // namespace ncf
