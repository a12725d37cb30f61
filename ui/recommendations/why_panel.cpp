#include "recommendations/why_panel.h"

#include "models/item_lists.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"
#include "widgets/list_table.h"
#include "widgets/score_bar_delegate.h"
#include "widgets/scroll_column.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// Of a history of hundreds; the rest weighs next to nothing.
constexpr std::size_t kMostFor = 5;
constexpr std::size_t kMostAgainst = 2;
constexpr std::size_t kMostNearest = 4;
// What has less effect than this share of the strongest is as good as none.
constexpr float kLeastShare = 0.05f;
constexpr int kWeightWidth = 120;

// Of the whole history, largest effect first: what speaks for the item, then what speaks against it
// most.
std::vector<Reason> strongest(const std::vector<Reason>& history) {
    std::vector<Reason> reasons;
    if (history.empty()) {
        return reasons;
    }
    const float least =
        kLeastShare * std::max(std::abs(history.front().effect), std::abs(history.back().effect));
    for (auto at = history.begin(); at != history.end() && reasons.size() < kMostFor; ++at) {
        if (at->effect > 0 && at->effect >= least) {
            reasons.push_back(*at);
        }
    }
    const std::size_t most = reasons.size() + kMostAgainst;
    for (auto at = history.rbegin(); at != history.rend() && reasons.size() < most; ++at) {
        if (at->effect < 0 && at->effect <= -least) {
            reasons.push_back(*at);
        }
    }
    return reasons;
}

std::vector<Reason> firstOf(const std::vector<Reason>& reasons, std::size_t count) {
    return {reasons.begin(),
            reasons.begin() + static_cast<std::ptrdiff_t>(std::min(reasons.size(), count))};
}

}  // namespace

WhyPanel::WhyPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    stack_ = new QStackedWidget;
    auto* const header = makeHeader();
    messagePage_ = makeMessage();
    content_ = makeContent();
    stack_->addWidget(messagePage_);
    stack_->addWidget(content_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(header);
    layout->addWidget(stack_, 1);
    connect(session_, &Session::projectChanged, this, &WhyPanel::clear);
    clear();
}

QWidget* WhyPanel::makeHeader() {
    headline_ = new ElidedLabel;
    headline_->setProperty("cardTitle", true);
    numbers_ = new QToolButton;
    numbers_->setProperty("quiet", true);
    numbers_->setText(tr("Show numbers"));
    numbers_->setAccessibleName(tr("Show the numbers of the explanation"));
    numbers_->setCheckable(true);
    connect(numbers_, &QToolButton::toggled, this, [this](bool on) {
        carriedBy_.model->setNumbers(on);
        nearest_.model->setNumbers(on);
        showPlaces();
    });
    auto* const header = new QWidget;
    auto* const row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(headline_, 1);
    row->addWidget(numbers_);
    return header;
}

QWidget* WhyPanel::makeMessage() {
    message_ = new QLabel;
    message_->setProperty("caption", true);
    message_->setTextFormat(Qt::PlainText);
    message_->setWordWrap(true);
    message_->setAlignment(Qt::AlignCenter);
    progress_ = new QProgressBar;
    progress_->setAccessibleName(tr("Progress of the explanation"));
    progress_->setTextVisible(false);
    progress_->setRange(0, 0);  // the first time the run has to be read
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addStretch(2);
    layout->addWidget(message_);
    layout->addWidget(progress_);
    layout->addStretch(3);
    return page;
}

QWidget* WhyPanel::makeContent() {
    summary_ = new QLabel;
    places_ = new QLabel;
    for (auto* const label : {summary_, places_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    carriedBy_ = makeSection(tr("What carries it"), ReasonsModel::Measure::Effect);
    nearest_ =
        makeSection(tr("What of the history is most like it"), ReasonsModel::Measure::Similarity);
    auto* const column = new QWidget;
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, Theme::kGapSmall, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(summary_);
    layout->addWidget(places_);
    layout->addWidget(carriedBy_.widget);
    layout->addWidget(nearest_.widget);
    layout->addStretch();
    return makeScrollColumn(column);
}

WhyPanel::Section WhyPanel::makeSection(const QString& name, ReasonsModel::Measure measure) {
    auto* const model = new ReasonsModel(measure, this);
    auto* const table = makeListTable(model, name);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(ReasonsModel::Title, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(ReasonsModel::Weight, QHeaderView::Fixed);
    table->setColumnWidth(ReasonsModel::Weight, kWeightWidth);
    table->setItemDelegateForColumn(ReasonsModel::Weight,
                                    new ScoreBarDelegate(ReasonsModel::kShareRole, table));
    // As high as its rows: the column around it scrolls.
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(table, &QTableView::activated, this, [this, model](const QModelIndex& index) {
        Q_EMIT itemRequested(model->reasons()[static_cast<std::size_t>(index.row())].item.item);
    });
    auto* const caption = new QLabel(name);
    caption->setProperty("caption", true);
    auto* const widget = new QWidget;
    auto* const layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(caption);
    layout->addWidget(table);
    return {widget, model, table};
}

void WhyPanel::fill(const Section& section, std::vector<Reason> reasons) {
    const auto& info = session_->datasetInfo();
    section.model->setReasons(std::move(reasons), info && info->hasRatings);
    constexpr int kFrame = 2 * 2;  // border and padding of the style sheet
    section.table->setFixedHeight(section.table->verticalHeader()->length() + kFrame);
    section.widget->setVisible(section.model->rowCount() > 0);
}

void WhyPanel::explain(qint64 runId, UserIndex user, ItemIndex item) {
    showWorking();
    request_.replace(session_->analyse(
        this, runId,
        [user, item](LoadedRun& run, std::stop_token) { return ncf::explain(run, user, item); },
        [this](Result<Explanation> explanation) {
            if (explanation) {
                showExplanation(*explanation);
            } else {
                showMessage(QString::fromStdString(explanation.error().message()));
            }
        }));
}

void WhyPanel::clear() {
    showMessage(tr("Choose a recommendation to see why it is made."));
}

void WhyPanel::showMessage(const QString& text) {
    request_.stop();
    shown_.reset();
    headline_->setFullText(tr("Why?"));
    numbers_->setEnabled(false);
    message_->setText(text);
    progress_->hide();
    stack_->setCurrentWidget(messagePage_);
}

void WhyPanel::showWorking() {
    showMessage(tr("Looking for the reasons…"));
    progress_->show();
}

void WhyPanel::showExplanation(const Explanation& explanation) {
    shown_ = explanation;
    headline_->setFullText(
        tr("Why “%1”?").arg(itemTitle(explanation.item.info, explanation.item.itemId)));
    numbers_->setEnabled(true);
    summary_->setText(QString::fromStdString(explanation.summary));
    fill(carriedBy_, strongest(explanation.carriedBy));
    fill(nearest_, firstOf(explanation.nearest, kMostNearest));
    showPlaces();
    static_cast<QScrollArea*>(content_)->ensureVisible(0, 0);
    stack_->setCurrentWidget(content_);
}

void WhyPanel::showPlaces() {
    places_->setVisible(shown_ && numbers_->isChecked());
    if (shown_) {
        places_->setText(tr("Number %1 in this user's list, score %2. By popularity alone it would "
                            "be number %3.")
                             .arg(QLocale().toString(shown_->item.rank),
                                  QLocale().toString(shown_->item.score, 'f', 3),
                                  QLocale().toString(shown_->popularityRank)));
    }
}

}  // namespace ncf
