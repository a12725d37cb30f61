#include "recommendations/what_if_card.h"

#include "models/compared_list_model.h"
#include "theme/theme.h"
#include "widgets/list_table.h"
#include "widgets/score_bar_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

// Device-independent pixels; the compact ones without the header's words.
constexpr int kRankWidth = 40;
constexpr int kMoveWidth = 64;
constexpr int kCompactMoveWidth = 48;
constexpr int kScoreWidth = 84;

QString shortNumber(double milliseconds) {
    return QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 1 : 0);
}

}  // namespace

WhatIfCard::WhatIfCard(const QString& title, QWidget* parent) : Card(title, parent) {
    model_ = new ComparedListModel(this);
    table_ = makeListTable(model_, title);
    auto* const header = table_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(ComparedListModel::Title, QHeaderView::Stretch);
    table_->setColumnWidth(ComparedListModel::Rank, kRankWidth);
    table_->setColumnWidth(ComparedListModel::Move, kMoveWidth);
    table_->setColumnWidth(ComparedListModel::Score, kScoreWidth);
    table_->setItemDelegateForColumn(ComparedListModel::Score,
                                     new ScoreBarDelegate(ComparedListModel::kShareRole, table_));
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT itemRequested(model_->rows()[static_cast<std::size_t>(index.row())].item);
    });
    message_ = makeMessage();
    stack_ = new QStackedWidget;
    stack_->addWidget(message_);
    stack_->addWidget(table_);
    body()->addWidget(stack_, 1);
}

QWidget* WhatIfCard::makeMessage() {
    headline_ = new QLabel;
    headline_->setProperty("headline", true);
    sentence_ = new QLabel;
    sentence_->setProperty("caption", true);
    for (auto* const label : {headline_, sentence_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    auto* const message = new QWidget;
    auto* const layout = new QVBoxLayout(message);
    layout->setSpacing(Theme::kGap);
    layout->addStretch(2);
    layout->addWidget(headline_);
    layout->addWidget(sentence_);
    layout->addStretch(3);
    return message;
}

void WhatIfCard::makeCompact() {
    compact_ = true;
    table_->horizontalHeader()->hide();
    table_->setColumnHidden(ComparedListModel::Score, true);
    table_->setColumnWidth(ComparedListModel::Move, kCompactMoveWidth);
}

void WhatIfCard::showList(const WhatIfList& list, std::vector<ListMove> moves) {
    // A mark that no row has takes no room from the titles.
    const bool marked = std::ranges::any_of(
        moves, [](const ListMove& move) { return move.kind != ListMove::Kind::None; });
    table_->setColumnHidden(ComparedListModel::Move, compact_ && !marked);
    model_->setRows(list.rows, std::move(moves));
    stack_->setCurrentWidget(table_);
    setCaption(
        (compact_ ? tr("%1 ms") : tr("Worked out in %1 ms")).arg(shortNumber(list.milliseconds)));
}

void WhatIfCard::showWorking() {
    setCaption(tr("Working…"));
}

void WhatIfCard::showMessage(const QString& headline, const QString& sentence) {
    model_->setRows({}, {});
    headline_->setText(headline);
    headline_->setVisible(!headline.isEmpty());
    sentence_->setText(sentence);
    stack_->setCurrentWidget(message_);
    setCaption({});
}

const std::vector<RecommendationRow>& WhatIfCard::rows() const {
    return model_->rows();
}

}  // namespace ncf
