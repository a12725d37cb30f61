#include "recommendations/list_comparison.h"

#include "recommendations/list_filter_bar.h"
#include "recommendations/ranked_list.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace ncf {

namespace {

OtherList asOther(const QString& name, const std::vector<RecommendationRow>& rows) {
    return {name, ListRanks(rows)};
}

}  // namespace

ListComparison::ListComparison(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      card_(new Card(tr("Recommendations"))),
      filter_(new ListFilterBar),
      own_(new RankedList(session, tr("What the model recommends"))),
      other_(new RankedList(session, tr("What the other run recommends"))) {
    other_->hide();
    auto* const lists = new QHBoxLayout;
    lists->setSpacing(Theme::kGap);
    lists->addWidget(own_, 1);
    lists->addWidget(other_, 1);
    card_->body()->addWidget(filter_);
    card_->body()->addLayout(lists, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card_);

    connect(filter_, &ListFilterBar::changed, this, [this] {
        own_->setFilter(filter_->filter());
        other_->setFilter(filter_->filter());
    });
    connect(own_, &RankedList::chosen, this,
            [this](ItemIndex item) { Q_EMIT chosen(run_.id, item); });
    connect(other_, &RankedList::chosen, this,
            [this](ItemIndex item) { Q_EMIT chosen(otherRun_.id, item); });
    connect(own_, &RankedList::heldOutFound, this, &ListComparison::heldOutFound);
    for (auto* const list : {own_, other_}) {
        connect(list, &RankedList::opened, this, &ListComparison::opened);
        connect(list, &RankedList::clearFilterRequested, filter_, &ListFilterBar::clear);
    }
}

void ListComparison::show(const Run& run, const Run& other, UserIndex user) {
    if (other != otherRun_ && other.id == 0) {
        other_->hide();
    }
    run_ = run;
    otherRun_ = other;
    user_ = user;
    if (run.id == 0 || user < 0) {
        fill({});
        return;
    }
    session_->query(
        this,
        [run = run.id, other = other.id, user](Project& project) -> Result<Lists> {
            auto own = project.recommendations(run, user);
            if (!own) {
                return own.error();
            }
            Lists lists{std::move(*own), {}};
            if (other != 0) {
                auto others = project.recommendations(other, user);
                if (!others) {
                    return others.error();
                }
                lists.other = std::move(*others);
            }
            return lists;
        },
        [this, run, other, user](Result<Lists> lists) {
            if (user == user_ && run.id == run_.id && other.id == otherRun_.id) {
                fill(session_->valueOrReport(std::move(lists)));
            }
        });
    askPopularity();
}

void ListComparison::fill(Lists lists) {
    const bool any = run_.id != 0 && user_ >= 0;
    const bool comparing = any && otherRun_.id != 0;
    own_->compareWith(
        comparing ? std::optional(asOther(otherRun_.name, lists.other)) : std::nullopt, run_.name);
    other_->compareWith(comparing ? std::optional(asOther(run_.name, lists.own)) : std::nullopt,
                        otherRun_.name);
    if (!any) {
        own_->clear();
    } else {
        own_->setRows(run_.id, user_, std::move(lists.own));
    }
    if (!comparing) {
        other_->clear();
    } else {
        other_->setRows(otherRun_.id, user_, std::move(lists.other));
    }
    other_->setVisible(comparing);
    const int all = own_->model()->rowCount();
    card_->setCaption(comparing ? tr("%1 of %2 in both").arg(own_->model()->shared()).arg(all)
                      : all > 0 ? tr("Choose an item to see why")
                                : QString());
    fillGenres();
}

void ListComparison::fillGenres() {
    std::set<QString> genres;
    for (const auto* const list : {own_, other_}) {
        for (const auto& row : list->model()->rows()) {
            for (const auto& genre : genresOf(row.info)) {
                genres.insert(genre);
            }
        }
    }
    filter_->setGenres(QStringList(genres.begin(), genres.end()));
}

void ListComparison::askPopularity() {
    // Behind the first list, which must not wait for a pass over the catalogue.
    if (std::exchange(popularityAsked_, true)) {
        return;
    }
    using Ranks = std::shared_ptr<const PopularityRanks>;
    session_->query(
        this,
        [](Project& project) -> Result<Ranks> {
            auto popularity = project.itemPopularity();
            if (!popularity) {
                return popularity.error();
            }
            return Ranks(std::make_shared<PopularityRanks>(std::move(*popularity)));
        },
        [this](Result<Ranks> answer) {
            const auto ranks = session_->valueOrReport(std::move(answer));
            own_->setPopularity(ranks);
            other_->setPopularity(ranks);
            filter_->setItems(ranks ? ranks->items() : 0);
        });
}

void ListComparison::forget() {
    popularityAsked_ = false;
    own_->setPopularity(nullptr);
    other_->setPopularity(nullptr);
    filter_->clear();
    filter_->setItems(0);
    const auto& info = session_->datasetInfo();
    const bool titles = info && info->hasTitles;
    own_->setGenresShown(titles);
    other_->setGenresShown(titles);
    filter_->setGenresShown(titles);
    show({}, {}, -1);
}

}  // namespace ncf
