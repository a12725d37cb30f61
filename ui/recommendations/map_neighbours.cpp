#include "recommendations/map_neighbours.h"

#include "theme/theme.h"
#include "widgets/elided_label.h"
#include "widgets/list_table.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ncf {

void MapNeighboursModel::setRows(std::vector<MapNeighbour> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int MapNeighboursModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int MapNeighboursModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MapNeighboursModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& each = row(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == Similarity) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    return index.column() == Name ? QVariant(each.name)
                                  : QVariant(QLocale().toString(each.cosine, 'f', 2));
}

QVariant MapNeighboursModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::ToolTipRole && section == Similarity) {
        return tr(
            "1 where the model makes no difference between the two, 0 where they have "
            "nothing to do with each other (the cosine of their embeddings)");
    }
    return role != Qt::DisplayRole ? QVariant()
           : section == Name       ? QVariant(tr("Nearest"))
                                   : QVariant(tr("Similarity"));
}

MapNeighbours::MapNeighbours(QWidget* parent) : QWidget(parent) {
    model_ = new MapNeighboursModel(this);
    hint_ = new QLabel;
    hint_->setProperty("caption", true);
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    name_ = new ElidedLabel;
    name_->setProperty("cardTitle", true);
    facts_ = new QLabel;
    facts_->setProperty("caption", true);
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    open_ = new QPushButton;
    connect(open_, &QPushButton::clicked, this, &MapNeighbours::requested);
    table_ = makeListTable(model_, tr("Nearest to the selected point"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(MapNeighboursModel::Name,
                                                     QHeaderView::Stretch);
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto point = model_->row(index.row()).point;
        Q_EMIT chosen(point);
    });
    content_ = new QWidget;
    auto* const column = new QVBoxLayout(content_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kGapSmall);
    column->addWidget(name_);
    column->addWidget(facts_);
    column->addWidget(open_, 0, Qt::AlignLeft);
    column->addWidget(table_, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(hint_);
    layout->addWidget(content_, 1);
    clear(MapOf::Items);
}

void MapNeighbours::clear(MapOf of) {
    model_->setRows({});
    hint_->setText(of == MapOf::Items
                       ? tr("Click a point to see which items the model finds nearest to it. A "
                            "double click shows more of it.")
                       : tr("Click a point to see which users the model finds nearest to it. A "
                            "double click shows the user's lists."));
    open_->setText(of == MapOf::Items ? tr("Show the item") : tr("Show the user's lists"));
    open_->setAccessibleName(open_->text());
    hint_->show();
    content_->hide();
}

void MapNeighbours::showPoint(const MapEntry& entry, MapOf of) {
    model_->setRows({});
    name_->setFullText(QString::fromStdString(entry.name()));
    const auto count = QLocale().toString(entry.popularity);
    auto facts = of == MapOf::Items ? tr("%1 users").arg(count) : tr("%1 items").arg(count);
    if (!entry.genres.empty()) {
        facts =
            QString::fromStdString(entry.genres).replace(QLatin1Char('|'), QStringLiteral(", ")) +
            QStringLiteral(" · ") + facts;
    }
    facts_->setText(facts);
    hint_->hide();
    content_->show();
}

void MapNeighbours::setRows(std::vector<MapNeighbour> rows) {
    model_->setRows(std::move(rows));
}

}  // namespace ncf
