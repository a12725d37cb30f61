#include "recommendations/item_panel.h"

#include "models/item_lists.h"
#include "models/scored_rows_model.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/histogram.h"
#include "widgets/list_table.h"
#include "widgets/score_bar_delegate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

constexpr int kListed = 20;
constexpr int kScoreWidth = 84;
constexpr int kHistogramHeight = 96;
// What is shown stays until then, so that quick answers do not flicker, in milliseconds.
constexpr int kSlow = 150;

QLabel* makeLabel(const char* property) {
    auto* const label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty(property, true);
    return label;
}

// Titles and ids are of any length; a place to break the line stands in words that are too long
// for it.
QString breakable(const QString& text) {
    constexpr int kMostShown = 200, kLongWord = 24;
    constexpr QChar kZeroWidthSpace(0x200b);
    QString result;
    int word = 0;
    for (const QChar c : text.left(kMostShown).simplified()) {
        word = c.isSpace() ? 0 : word + 1;
        result += c;
        if (word >= kLongWord && !c.isHighSurrogate()) {
            result += kZeroWidthSpace;
            word = 0;
        }
    }
    return text.size() > kMostShown ? result + QChar(0x2026) : result;
}

// "1st", "2nd", "11th".
QString ordinal(int number) {
    const int tens = number % 100;
    const int ones = number % 10;
    const char* const ending = tens / 10 == 1 ? "th"
                               : ones == 1    ? "st"
                               : ones == 2    ? "nd"
                               : ones == 3    ? "rd"
                                              : "th";
    return QLocale().toString(number) + QLatin1String(ending);
}

QString popularityInWords(const ItemFacts& facts) {
    const auto people = facts.item.popularity;
    if (people == 0) {
        return ItemPanel::tr("Nobody interacted with it");
    }
    const auto place =
        facts.popularityRank == 1
            ? ItemPanel::tr("Most popular of %1").arg(QLocale().toString(qulonglong(facts.items)))
            : ItemPanel::tr("%1 most popular of %2")
                  .arg(ordinal(facts.popularityRank), QLocale().toString(qulonglong(facts.items)));
    return people == 1 ? ItemPanel::tr("%1: 1 person").arg(place)
                       : ItemPanel::tr("%1: %2 people").arg(place, QLocale().toString(people));
}

// The year, unless the title tells it, and the genres.
QString kindInWords(const ItemInfo& info) {
    QStringList parts;
    const auto year = QString::number(info.year);
    if (info.year != 0 &&
        !QString::fromStdString(info.title).endsWith(QLatin1Char('(') + year + QLatin1Char(')'))) {
        parts << year;
    }
    if (!info.genres.empty()) {
        parts << genresOf(info).join(QStringLiteral(", "));
    }
    return parts.join(QStringLiteral(" · "));
}

QString inWords(const Error& error) {
    return QString::fromStdString(error.message());
}

}  // namespace

ItemPanel::ItemPanel(Session* session, QWidget* parent) : QFrame(parent), session_(session) {
    setProperty("card", true);
    setAccessibleName(tr("Around an item"));
    message_ = makeLabel("caption");
    message_->setAlignment(Qt::AlignCenter);
    body_ = makeBody();
    stages_ = new QStackedWidget;
    stages_->addWidget(message_);
    stages_->addWidget(body_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kGap + 4, Theme::kGapSmall, Theme::kGap + 4, Theme::kGap + 2);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(makeTopRow());
    layout->addWidget(stages_, 1);
    hide();

    slow_.setSingleShot(true);
    slow_.setInterval(kSlow);
    connect(&slow_, &QTimer::timeout, this, [this] { say(tr("Looking it up…")); });
    connect(session_, &Session::projectChanged, this, [this] {
        run_ = 0;
        dismiss();
    });
}

QWidget* ItemPanel::makeTopRow() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    back_ = new QPushButton(tr("Back"));
    back_->setProperty("quiet", true);
    back_->setAccessibleName(tr("Back to the item before"));
    connect(back_, &QPushButton::clicked, this, &ItemPanel::goBack);
    auto* const close = new QPushButton(tr("Close"));
    close->setProperty("quiet", true);
    close->setAccessibleName(tr("Close the item"));
    close->setToolTip(tr("Esc"));
    connect(close, &QPushButton::clicked, this, &ItemPanel::dismiss);
    row->addWidget(back_);
    row->addStretch();
    row->addWidget(close);
    return bar;
}

QWidget* ItemPanel::makeBody() {
    auto* const body = new QWidget;
    auto* const layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeFacts());

    similar_ = makeList(
        new ScoredRowsModel(tr("Item"), tr("Similarity"),
                            tr("How alike the run holds them for, judged by who wants them: 1 is "
                               "the most, 0 is unrelated"),
                            this),
        tr("Similar items"));
    connect(similar_.table, &QTableView::activated, this, [this](const QModelIndex& index) {
        showItem(similarItems_[static_cast<std::size_t>(index.row())]);
    });
    users_ = makeList(
        new ScoredRowsModel(
            tr("User"), tr("Score"),
            tr("The model's score: a probability, a predicted rating, or a number that only "
               "ranks, of a model trained by comparing items"),
            this),
        tr("Users most likely to want it"));
    connect(users_.table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT userRequested(index.siblingAtColumn(ScoredRowsModel::Name).data().toString());
    });

    auto* const lists = new QStackedWidget;
    lists->addWidget(similar_.stack);
    lists->addWidget(users_.stack);
    auto* const tabs = new QTabBar;
    tabs->setAccessibleName(tr("Lists around the item"));
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    tabs->addTab(tr("Similar items"));
    tabs->addTab(tr("Likely users"));
    tabs->setTabToolTip(1, tr("Users without it who would want it most"));
    connect(tabs, &QTabBar::currentChanged, lists, &QStackedWidget::setCurrentIndex);
    layout->addWidget(tabs);
    layout->addWidget(lists, 1);
    return body;
}

QWidget* ItemPanel::makeFacts() {
    title_ = makeLabel("cardTitle");
    kind_ = makeLabel("caption");
    popularity_ = makeLabel("caption");
    rating_ = makeLabel("caption");
    histogram_ = new Histogram;
    histogram_->setAccessibleName(tr("How it was rated"));
    histogram_->setFixedHeight(kHistogramHeight);
    auto* const facts = new QWidget;
    auto* const layout = new QVBoxLayout(facts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    for (auto* const widget : {static_cast<QWidget*>(title_), static_cast<QWidget*>(kind_),
                               static_cast<QWidget*>(popularity_), static_cast<QWidget*>(rating_),
                               static_cast<QWidget*>(histogram_)}) {
        layout->addWidget(widget);
    }
    return facts;
}

ItemPanel::List ItemPanel::makeList(ScoredRowsModel* model, const QString& name) {
    List list;
    list.model = model;
    list.table = makeListTable(model, name);
    auto* const header = list.table->horizontalHeader();
    header->setSectionResizeMode(ScoredRowsModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(ScoredRowsModel::Score, QHeaderView::Fixed);
    header->resizeSection(ScoredRowsModel::Score, kScoreWidth);
    list.table->setItemDelegateForColumn(
        ScoredRowsModel::Score, new ScoreBarDelegate(ScoredRowsModel::kShareRole, list.table));
    list.note = makeLabel("caption");
    list.note->setAlignment(Qt::AlignCenter);
    list.stack = new QStackedWidget;
    list.stack->addWidget(list.table);
    list.stack->addWidget(list.note);
    return list;
}

void ItemPanel::setRun(qint64 runId) {
    if (runId == run_) {
        return;
    }
    run_ = runId;
    if (run_ == 0) {
        dismiss();
    } else if (!path_.empty()) {
        ask();
    }
}

void ItemPanel::showItem(ItemIndex item) {
    if (run_ == 0 || (!path_.empty() && path_.back() == item)) {
        return;
    }
    if (path_.empty()) {
        say({});
    }
    path_.push_back(item);
    ask();
    show();
}

void ItemPanel::dismiss() {
    factsRequest_.stop();
    similarRequest_.stop();
    usersRequest_.stop();
    slow_.stop();
    path_.clear();
    hide();
}

void ItemPanel::goBack() {
    path_.pop_back();
    ask();
}

// The three answers come one after the other, each shown as it comes.
void ItemPanel::ask() {
    const ItemIndex item = path_.back();
    back_->setVisible(path_.size() > 1);
    slow_.start();
    for (const List* list : {&similar_, &users_}) {
        list->note->setText(tr("Looking it up…"));
    }
    factsRequest_.replace(session_->analyse(
        this, run_,
        [item](LoadedRun& run, const std::stop_token&) -> Result<ItemFacts> {
            if (auto status = run.expectItem(item); !status) {
                return status.error();
            }
            return itemFacts(run.data(), item);
        },
        [this](const Result<ItemFacts>& facts) {
            slow_.stop();
            facts ? showFacts(*facts) : say(inWords(facts.error()));
        }));
    similarRequest_.replace(session_->analyse(
        this, run_,
        [item](LoadedRun& run, const std::stop_token&) { return similarItems(run, item, kListed); },
        [this](const auto& rows) { showSimilar(rows); }));
    usersRequest_.replace(session_->analyse(
        this, run_,
        [item](LoadedRun& run, const std::stop_token& stop) {
            return likelyUsers(run, item, kListed, {}, stop);
        },
        [this](const auto& users) { showUsers(users); }));
}

void ItemPanel::say(const QString& message) {
    message_->setText(message);
    stages_->setCurrentWidget(message_);
}

void ItemPanel::showFacts(const ItemFacts& facts) {
    title_->setText(breakable(itemTitle(facts.item.info, facts.item.itemId)));
    kind_->setText(breakable(kindInWords(facts.item.info)));
    kind_->setVisible(!kind_->text().isEmpty());
    popularity_->setText(popularityInWords(facts));
    rating_->setVisible(facts.meanRating.has_value());
    histogram_->setVisible(facts.meanRating.has_value());
    if (facts.meanRating) {
        rating_->setText(
            tr("Rated %1 on average").arg(QLocale().toString(*facts.meanRating, 'f', 2)));
        std::vector<std::pair<float, std::uint64_t>> bars;
        for (const auto& [rating, count] : facts.ratings) {
            bars.emplace_back(rating, count);
        }
        histogram_->setBars(std::move(bars));
    }
    // The lists of the item before do not stand under the title of this one.
    for (const List* list : {&similar_, &users_}) {
        list->stack->setCurrentWidget(list->note);
    }
    stages_->setCurrentWidget(body_);
}

void ItemPanel::showSimilar(const Result<std::vector<RecommendationRow>>& rows) {
    if (!rows || rows->empty()) {
        similar_.note->setText(rows ? tr("No other item is like it.") : inWords(rows.error()));
        return;
    }
    similarItems_.clear();
    std::vector<ScoredRowsModel::Row> shown;
    for (const auto& row : *rows) {
        similarItems_.push_back(row.item);
        const auto title = itemTitle(row.info, row.itemId);
        const auto kind = kindInWords(row.info);
        const double score = static_cast<double>(row.score);
        shown.push_back({title, kind.isEmpty() ? title : title + QStringLiteral(" · ") + kind,
                         score, std::max(0.0, score)});
    }
    similar_.model->setRows(std::move(shown));
    similar_.stack->setCurrentWidget(similar_.table);
}

void ItemPanel::showUsers(const Result<std::vector<LikelyUser>>& users) {
    if (!users || users->empty()) {
        users_.note->setText(users ? tr("Everybody has it already.") : inWords(users.error()));
        return;
    }
    std::vector<ScoredRowsModel::Row> shown;
    const float best = users->front().score;
    for (const auto& [user, score] : *users) {
        shown.push_back({QString::fromStdString(user.id),
                         tr("%1 interactions").arg(QLocale().toString(user.interactions)),
                         static_cast<double>(score),
                         best > 0 ? static_cast<double>(score / best) : 0.0});
    }
    users_.model->setRows(std::move(shown));
    users_.stack->setCurrentWidget(users_.table);
}

}  // namespace ncf
