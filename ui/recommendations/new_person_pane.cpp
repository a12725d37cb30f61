#include "recommendations/new_person_pane.h"

#include "experiment/what_if_command.h"
#include "recommendations/item_picker.h"
#include "recommendations/picks_list.h"
#include "recommendations/what_if_card.h"
#include "session/session.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace ncf {

NewPersonPane::NewPersonPane(Session* session, QWidget* parent)
    : QWidget(parent), session_(session) {
    list_ = new WhatIfCard(tr("What the run would recommend"));
    auto* const columns = new QSplitter;
    columns->setChildrenCollapsible(false);
    columns->setHandleWidth(Theme::kGap);
    columns->addWidget(makeChoice());
    columns->addWidget(list_);
    columns->setSizes({420, 690});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns);
    connect(list_, &WhatIfCard::itemRequested, this, &NewPersonPane::itemRequested);
    connect(picks_, &PicksList::itemRequested, this, &NewPersonPane::itemRequested);
    connect(picks_, &PicksList::changed, this, &NewPersonPane::picksChanged);
    connect(picker_, &ItemPicker::picked, picks_, &PicksList::add);
    picksChanged();
}

QWidget* NewPersonPane::makeChoice() {
    auto* const find = new Card(tr("Find items"));
    picker_ = new ItemPicker(session_);
    find->body()->addWidget(picker_, 1);
    auto* const picked = new Card(tr("What this person likes"));
    picks_ = new PicksList;
    clear_ = new QPushButton(tr("Start again"));
    clear_->setAccessibleName(tr("Remove every item and start again"));
    connect(clear_, &QPushButton::clicked, this, [this] {
        picker_->clearSearch();
        picks_->clear();
    });
    picked->body()->addWidget(picks_, 1);
    picked->body()->addWidget(clear_, 0, Qt::AlignLeft);
    auto* const rows = new QSplitter(Qt::Vertical);
    rows->setChildrenCollapsible(false);
    rows->setHandleWidth(Theme::kGap);
    rows->addWidget(find);
    rows->addWidget(picked);
    rows->setSizes({380, 320});
    return rows;
}

void NewPersonPane::setRun(qint64 runId) {
    run_ = runId;
    loadScale();
    picker_->setRun(runId);
    // What moves from run to run is not what a pick moved.
    list_->showMessage({}, {});
    ask();
    Q_EMIT changed();
}

void NewPersonPane::forget() {
    setRun(0);  // first, so that nothing is asked of the other project in its name
    picker_->clearSearch();
    picks_->clear();
}

void NewPersonPane::loadScale() {
    scaleRequest_.stop();
    if (run_ == 0) {
        return;
    }
    // An error is the search's to tell: it meets the same.
    scaleRequest_.replace(session_->analyse(
        this, run_,
        [](LoadedRun& run, std::stop_token) { return Result<PickScale>(pickScale(run)); },
        [this](Result<PickScale> scale) {
            if (scale) {
                picks_->setScale(*scale);
            }
        }));
}

void NewPersonPane::picksChanged() {
    picker_->setPicked(picks_->items());
    clear_->setEnabled(!picks_->picks().empty());
    ask();
    Q_EMIT changed();
}

void NewPersonPane::ask() {
    listRequest_.stop();
    if (run_ == 0 || picks_->picks().empty()) {
        list_->showMessage(tr("Make up a person"),
                           tr("Pick a few items that somebody likes, and see at once what this run "
                              "would recommend to them. The most popular ones are a good start: "
                              "one click adds one."));
        return;
    }
    list_->showWorking();
    listRequest_.replace(session_->analyse(
        this, run_,
        [picks = picks_->rated()](LoadedRun& run, std::stop_token stop) {
            return whatIf(run, picks, WhatIfCard::kLength, stop);
        },
        [this](Result<WhatIfList> answer) {
            if (!answer) {
                list_->showMessage({}, QString::fromStdString(answer.error().message()));
                return;
            }
            const auto& before = list_->rows();
            list_->showList(*answer, before.empty() ? std::vector<ListMove>()
                                                    : movesSince(before, answer->rows));
        }));
}

QString NewPersonPane::command() const {
    if (run_ == 0 || picks_->picks().empty()) {
        return {};
    }
    std::vector<NamedPick> named;
    for (const auto& pick : picks_->picks()) {
        named.push_back(
            {pick.item.itemId, picks_->hasRatings() ? std::optional(pick.rating) : std::nullopt});
    }
    return QStringLiteral("ncf ") +
           QString::fromStdString(
               whatIfCommand(session_->projectFile().string(), run_, WhatIfCard::kLength, named));
}

}  // namespace ncf
