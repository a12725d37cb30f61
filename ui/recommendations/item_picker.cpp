#include "recommendations/item_picker.h"

#include "experiment/item_search.h"
#include "models/item_lists.h"
#include "session/session.h"
#include "theme/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QVBoxLayout>

#include <utility>

namespace ncf {

namespace {

constexpr int kMostFound = 50;

Result<std::vector<RecommendationRow>> lookFor(const ProjectData& data, const std::string& text) {
    std::vector<RecommendationRow> rows;
    for (const ItemIndex item : findItems(data, text, kMostFound)) {
        rows.push_back(data.entry(item, static_cast<int>(rows.size()) + 1, 0));
    }
    return rows;
}

}  // namespace

ItemPicker::ItemPicker(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Find by title or id"));
    search_->setAccessibleName(tr("Find an item by title or id"));
    search_->setClearButtonEnabled(true);
    search_->installEventFilter(this);
    caption_ = new QLabel;
    caption_->setProperty("caption", true);
    caption_->setWordWrap(true);
    list_ = new QListWidget;
    list_->setAccessibleName(tr("Items found"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setUniformItemSizes(true);
    list_->setAlternatingRowColors(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(search_);
    layout->addWidget(caption_);
    layout->addWidget(list_, 1);

    connect(search_, &QLineEdit::textChanged, this, &ItemPicker::search);
    connect(search_, &QLineEdit::returnPressed, this, &ItemPicker::enter);
    connect(list_, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { pickRow(list_->row(item)); });
    list_->installEventFilter(this);
}

void ItemPicker::setRun(qint64 runId) {
    run_ = runId;
    search();
}

void ItemPicker::setPicked(std::set<ItemIndex> picked) {
    picked_ = std::move(picked);
    markPicked();
}

void ItemPicker::clearSearch() {
    search_->clear();
}

void ItemPicker::search() {
    enterWaits_ = false;
    if (run_ == 0) {
        request_.stop();
        searching_ = false;
        showFound(std::vector<RecommendationRow>());
        caption_->clear();
        return;
    }
    searching_ = true;
    if (found_.empty()) {
        caption_->setText(tr("Looking…"));
    }
    request_.replace(session_->analyse(
        this, run_,
        [text = search_->text().toStdString()](LoadedRun& run, std::stop_token) {
            return lookFor(run.data(), text);
        },
        [this](Result<std::vector<RecommendationRow>> found) {
            searching_ = false;
            showFound(std::move(found));
            if (std::exchange(enterWaits_, false)) {
                enter();
            }
        }));
}

void ItemPicker::showFound(Result<std::vector<RecommendationRow>> found) {
    list_->clear();
    found_.clear();
    if (!found) {
        caption_->setText(QString::fromStdString(found.error().message()));
        return;
    }
    found_ = std::move(*found);
    const bool words = !search_->text().trimmed().isEmpty();
    for (const auto& row : found_) {
        auto* const item = new QListWidgetItem(itemTitle(row.info, row.itemId), list_);
        item->setSizeHint({0, fontMetrics().height() + 2 * Theme::kGapSmall});
        item->setToolTip(tr("Id %1 · %2 interactions")
                             .arg(QString::fromStdString(row.itemId).toHtmlEscaped(),
                                  QLocale().toString(row.popularity)));
    }
    caption_->setText(!words           ? tr("The most popular")
                      : found_.empty() ? tr("No title or id has these words.")
                                       : tr("Enter or a click picks an item"));
    markPicked();
    if (words && !found_.empty()) {
        list_->setCurrentRow(0);
    }
}

void ItemPicker::markPicked() {
    for (std::size_t row = 0; row < found_.size(); ++row) {
        const bool picked = picked_.contains(found_[row].item);
        list_->item(static_cast<int>(row))
            ->setFlags(picked ? Qt::ItemIsSelectable : Qt::ItemIsSelectable | Qt::ItemIsEnabled);
    }
}

void ItemPicker::pickRow(int row) {
    if (row < 0 || row >= static_cast<int>(found_.size())) {
        return;
    }
    const RecommendationRow item = found_[static_cast<std::size_t>(row)];
    if (!picked_.contains(item.item)) {
        Q_EMIT picked(item);
    }
}

void ItemPicker::enter() {
    if (searching_) {
        enterWaits_ = true;
        return;
    }
    pickRow(list_->currentRow());
    search_->selectAll();
}

bool ItemPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (watched == search_ && (key == Qt::Key_Down || key == Qt::Key_Up)) {
            QCoreApplication::sendEvent(list_, event);
            return true;
        }
        if (watched == list_ && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
            pickRow(list_->currentRow());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace ncf
