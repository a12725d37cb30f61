#include "recommendations/people_view.h"

#include "recommendations/run_label.h"
#include "recommendations/user_finder.h"
#include "recommendations/user_history.h"
#include "recommendations/why_panel.h"
#include "session/session.h"
#include "session/settings.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {
constexpr int kNameRole = Qt::UserRole + 1;  // beside the run's id
constexpr int kWidestChoice = 300;
constexpr int kLeastFinder = 150;
constexpr int kLeastHistory = 210;
}  // namespace

PeopleView::PeopleView(Session* session, QWidget* parent) : RunView(parent), session_(session) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeTopBar());
    layout->addWidget(makeColumns(), 1);
    wire();
    hideReasons();
    updateButtons();
}

QWidget* PeopleView::makeTopBar() {
    headline_ = new ElidedLabel;
    headline_->setProperty("headline", true);
    compare_ = new QComboBox;
    compare_->setAccessibleName(tr("The run to compare with"));
    compare_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    compare_->setMinimumContentsLength(9);
    compare_->setMaximumWidth(kWidestChoice);
    compare_->addItem(tr("Nothing"), 0);
    historyShown_ = new QToolButton;
    historyShown_->setProperty("quiet", true);
    historyShown_->setText(tr("History"));
    historyShown_->setAccessibleName(tr("Show what this user interacted with"));
    historyShown_->setToolTip(tr("Show or hide what this user interacted with"));
    historyShown_->setCheckable(true);
    historyShown_->setChecked(settings::historyShown());
    previous_ = new QPushButton(tr("Previous"));
    previous_->setAccessibleName(tr("Previous user"));
    previous_->setToolTip(tr("Alt+Up"));
    next_ = new QPushButton(tr("Next"));
    next_->setAccessibleName(tr("Next user"));
    next_->setToolTip(tr("Alt+Down"));
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(headline_, 2);
    row->addWidget(historyShown_);
    row->addWidget(new QLabel(tr("Compare with")));
    row->addWidget(compare_, 1);
    row->addWidget(previous_);
    row->addWidget(next_);
    return bar;
}

QWidget* PeopleView::makeColumns() {
    finder_ = new UserFinder(session_);
    history_ = new UserHistory(session_);
    history_->setVisible(historyShown_->isChecked());
    lists_ = new ListComparison(session_);
    reasons_ = makeReasons();
    auto* const right = new QSplitter(Qt::Vertical);
    right->addWidget(lists_);
    right->addWidget(reasons_);
    right->setSizes({350, 300});
    auto* const columns = new QSplitter;
    columns->addWidget(finder_);
    columns->addWidget(history_);
    columns->addWidget(right);
    columns->setSizes({200, 370, 540});
    finder_->setMinimumWidth(kLeastFinder);
    history_->setMinimumWidth(kLeastHistory);
    columns->setStretchFactor(1, 1);
    columns->setStretchFactor(2, 1);
    remember(right, QStringLiteral("recommendations-reasons"));
    remember(columns, QStringLiteral("recommendations-columns"));
    return columns;
}

QFrame* PeopleView::makeReasons() {
    why_ = new WhyPanel(session_);
    auto* const close = new QToolButton;
    close->setProperty("quiet", true);
    close->setText(QStringLiteral("✕"));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close the explanation"));
    connect(close, &QToolButton::clicked, this, &PeopleView::hideReasons);
    auto* const frame = new QFrame;
    frame->setProperty("card", true);
    auto* const row = new QHBoxLayout(frame);
    row->setContentsMargins(Theme::kGap, Theme::kGapSmall, Theme::kGapSmall, Theme::kGapSmall);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(why_, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    return frame;
}

void PeopleView::remember(QSplitter* splitter, const QString& name) {
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kGap);
    splitter->restoreState(settings::division(name));
    connect(splitter, &QSplitter::splitterMoved, this,
            [splitter, name] { settings::setDivision(name, splitter->saveState()); });
}

void PeopleView::wire() {
    connect(session_, &Session::projectChanged, this, &PeopleView::forget);
    connect(session_, &Session::runsChanged, this, &PeopleView::reloadRuns);
    connect(previous_, &QPushButton::clicked, this, [this] { finder_->moveBy(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { finder_->moveBy(1); });
    connect(new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Up), this), &QShortcut::activated, this,
            [this] { finder_->moveBy(-1); });
    connect(new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Down), this), &QShortcut::activated, this,
            [this] { finder_->moveBy(1); });
    connect(compare_, &QComboBox::currentIndexChanged, this, &PeopleView::showLists);
    connect(historyShown_, &QToolButton::toggled, this, [this](bool shown) {
        history_->setVisible(shown);
        if (!comparing_) {
            settings::setHistoryShown(shown);
        }
    });
    connect(finder_, &UserFinder::userChosen, this, &PeopleView::showUserChosen);
    connect(finder_, &UserFinder::usersArrived, this, &PeopleView::updateButtons);
    connect(history_, &UserHistory::opened, this, &PeopleView::itemRequested);
    connect(lists_, &ListComparison::opened, this, &PeopleView::itemRequested);
    connect(lists_, &ListComparison::chosen, this, &PeopleView::explain);
    connect(lists_, &ListComparison::heldOutFound, this,
            [this](const std::vector<HeldOutPlace>& places) {
                std::set<ItemIndex> items;
                for (const auto& place : places) {
                    items.insert(place.item.item);
                }
                history_->setHeldOut(std::move(items));
            });
    connect(why_, &WhyPanel::itemRequested, this, &PeopleView::itemRequested);
}

void PeopleView::forget() {
    run_ = {};
    fillRuns({});
    history_->showColumns();
    lists_->forget();
    finder_->forget();
    reloadRuns();
}

void PeopleView::reloadRuns() {
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](Result<std::vector<RunRecord>> runs) {
            fillRuns(session_->valueOrReport(std::move(runs)));
        });
}

void PeopleView::fillRuns(const std::vector<RunRecord>& runs) {
    const QVariant chosen = compare_->currentData();
    const QString nameBefore = run_.name;
    {
        const QSignalBlocker quietly(compare_);
        compare_->clear();
        compare_->addItem(tr("Nothing"), QVariant::fromValue<qint64>(0));
        for (const auto& run : runs) {
            const QString name = QString::fromStdString(run.name);
            if (run.id == run_.id) {
                run_.name = name;
            } else if (hasLists(run)) {
                compare_->addItem(runLabel(run), QVariant::fromValue<qint64>(run.id));
                compare_->setItemData(compare_->count() - 1, name, kNameRole);
            }
        }
        compare_->setCurrentIndex(std::max(0, compare_->findData(chosen)));
    }
    const bool comparing = compare_->currentIndex() > 0;
    if (compare_->currentData() != chosen || (comparing && run_.name != nameBefore)) {
        showLists();
    }
}

void PeopleView::setRun(qint64 runId) {
    run_ = {runId, {}};
    finder_->setRun(runId);
    hideReasons();
    showLists();
    reloadRuns();
}

void PeopleView::showUser(const QString& userId) {
    finder_->showUser(userId);
}

UserIndex PeopleView::user() const {
    const auto* const user = finder_->user();
    return user ? user->user : -1;
}

void PeopleView::showUserChosen() {
    const auto* const user = finder_->user();
    headline_->setFullText(
        user ? tr("User %1 · %2 interactions")
                   .arg(QString::fromStdString(user->id), QLocale().toString(user->interactions))
             : tr("Nobody"));
    updateButtons();
    hideReasons();
    history_->show(this->user());
    showLists();
}

void PeopleView::showLists() {
    ListComparison::Run other{compare_->currentData().toLongLong(),
                              compare_->currentData(kNameRole).toString()};
    if (other.id == run_.id) {
        other = {};
    }
    // Two lists need the history's room; a person can have it back.
    if (const bool comparing = other.id != 0; comparing != comparing_) {
        comparing_ = comparing;
        historyShown_->setChecked(!comparing && settings::historyShown());
    }
    lists_->show(run_, other, user());
}

void PeopleView::explain(qint64 runId, ItemIndex item) {
    if (user() >= 0) {
        reasons_->show();
        why_->explain(runId, user(), item);
    }
}

void PeopleView::hideReasons() {
    why_->clear();
    reasons_->hide();
}

void PeopleView::updateButtons() {
    previous_->setEnabled(finder_->canMoveBy(-1));
    next_->setEnabled(finder_->canMoveBy(1));
}

}  // namespace ncf
