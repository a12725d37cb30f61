#include "recommendations/held_out_line.h"

#include "models/item_lists.h"
#include "session/session.h"

#include <QLocale>

#include <algorithm>

namespace ncf {

namespace {

constexpr int kPatience = 300;   // milliseconds of silence; loading a run takes longer
constexpr int kMostNamed = 200;  // in a tooltip
constexpr int kLongestTitle = 60;

QString number(std::size_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString titleOf(const HeldOutPlace& place) {
    const QString title = itemTitle(place.item.info, place.item.itemId).simplified();
    return title.size() > kLongestTitle ? title.left(kLongestTitle) + QStringLiteral("…") : title;
}

QString tr(const char* text) {
    return HeldOutLine::tr(text);
}

// "place 57 of 3,650 unseen items"
QString placeOf(const HeldOutPlace& place) {
    return tr("place %1 of %2 unseen items")
        .arg(number(static_cast<std::size_t>(place.item.rank)), number(place.unseen));
}

// How the run's own measure sees it.
QString protocolOf(const HeldOutPlace& place) {
    if (!place.protocol) {
        return tr("Rated %1, predicted %2.")
            .arg(QLocale().toString(place.rating, 'g', 3),
                 QLocale().toString(place.item.score, 'f', 2));
    }
    const auto& protocol = *place.protocol;
    const QString verdict = (protocol.hit ? tr("a hit at %1") : tr("no hit at %1"))
                                .arg(QLocale().toString(protocol.cutoff));
    return protocol.sampled
               ? tr("In the run's test: place %1 of %2 sampled candidates, %3.")
                     .arg(QLocale().toString(protocol.rank), number(protocol.candidates), verdict)
               : tr("In the run's test: %1.").arg(verdict);
}

QString sentenceOfOne(const HeldOutPlace& place, int listed) {
    const QString what =
        place.item.rank <= listed
            ? tr("The held-out item “%1” was found: %2.").arg(titleOf(place), placeOf(place))
            : tr("The held-out item “%1” was missed: %2.").arg(titleOf(place), placeOf(place));
    return what + QLatin1Char(' ') + protocolOf(place);
}

// One to a line, as a tooltip.
QString allOf(const std::vector<HeldOutPlace>& places) {
    QStringList lines;
    for (const auto& place : places) {
        if (lines.size() == kMostNamed) {
            lines.append(QStringLiteral("…"));
            break;
        }
        lines.append(
            QStringLiteral("“%1”: %2. %3").arg(titleOf(place), placeOf(place), protocolOf(place)));
    }
    return lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), "<br>");
}

}  // namespace

QString heldOutSentence(const std::vector<HeldOutPlace>& places, int listed) {
    if (places.empty()) {
        return tr("Nothing of this user was held out for the test.");
    }
    if (places.size() == 1) {
        return sentenceOfOne(places.front(), listed);
    }
    const auto isListed = [listed](const HeldOutPlace& place) { return place.item.rank <= listed; };
    const auto found = static_cast<std::size_t>(std::ranges::count_if(places, isListed));
    const QString count =
        tr("%1 of %2 held-out items are in the list.").arg(number(found), number(places.size()));
    const HeldOutPlace* nearest = nullptr;
    for (const auto& place : places) {
        if (!isListed(place) && (!nearest || place.item.rank < nearest->item.rank)) {
            nearest = &place;
        }
    }
    return nearest ? count + QLatin1Char(' ') +
                         tr("The nearest that was missed is “%1”: %2.")
                             .arg(titleOf(*nearest), placeOf(*nearest))
                   : count;
}

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
    say(heldOutSentence(places, listed_));
    setToolTip(places.size() > 1 ? allOf(places) : QString());
    Q_EMIT found(places);
}

}  // namespace ncf
