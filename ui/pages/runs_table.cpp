#include "pages/runs_table.h"

#include "theme/theme.h"
#include "widgets/card.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {
// A name or a note takes at most so much of the table; the tooltip has all of it.
constexpr int kWidestColumn = 280;
constexpr int kRowsMeasured = 100;
}  // namespace

RunsTable::RunsTable(RunsModel* model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      sorted_(new QSortFilterProxyModel(this)),
      card_(new Card(tr("Runs"))),
      table_(new QTableView),
      columns_(new QMenu(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(RunsModel::kSortRole);
    sorted_->setFilterRole(RunsModel::kFilterRole);
    sorted_->setFilterKeyColumn(-1);
    sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto* const filter = new QLineEdit;
    filter->setPlaceholderText(tr("Filter by any column"));
    filter->setAccessibleName(tr("Filter the runs"));
    filter->setClearButtonEnabled(true);
    connect(filter, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
    auto* const tools = new QHBoxLayout;
    tools->addWidget(filter, 1);
    tools_ = tools;
    addButton(tr("Columns"))->setMenu(columns_);
    connect(columns_, &QMenu::aboutToShow, this, &RunsTable::fillColumnMenu);
    makeTable();
    card_->body()->addLayout(tools);
    card_->body()->addWidget(table_, 1);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card_);

    connect(model_, &QAbstractItemModel::modelReset, this, &RunsTable::showColumns);
    connect(model_, &QAbstractItemModel::headerDataChanged, this, &RunsTable::showColumns);
    showColumns();
}

void RunsTable::makeTable() {
    table_->setModel(sorted_);
    table_->setAccessibleName(tr("Runs"));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSortingEnabled(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setEditTriggers(QAbstractItemView::DoubleClicked);
    table_->setMinimumHeight(4 * (fontMetrics().height() + 12));
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        Q_EMIT menuRequested(table_->viewport()->mapToGlobal(at));
    });
    auto* const header = table_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setResizeContentsPrecision(kRowsMeasured);
    header->setMaximumSectionSize(kWidestColumn);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint& at) { columns_->popup(header->mapToGlobal(at)); });
    // What the runs were made of stands beside what came of it.
    for (int column = RunsModel::FixedColumns; column < model_->columnCount(); ++column) {
        header->moveSection(header->visualIndex(column), header->visualIndex(RunsModel::BestEpoch));
    }
    table_->sortByColumn(RunsModel::Started, Qt::DescendingOrder);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const auto rows = table_->selectionModel()->selectedRows();
        if (!rows.empty()) {
            firstSelected_ = std::min_element(rows.begin(), rows.end())->row();
        }
        Q_EMIT selectionChanged();
    });
}

QPushButton* RunsTable::addButton(const QString& text) {
    auto* const button = new QPushButton(text);
    button->setAccessibleName(text);
    tools_->addWidget(button);
    return button;
}

std::vector<ListedRun> RunsTable::selected() const {
    auto rows = table_->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<ListedRun> runs;
    for (const auto& row : rows) {
        if (const auto* const run = model_->run(sorted_->mapToSource(row).row())) {
            runs.push_back(*run);
        }
    }
    return runs;
}

void RunsTable::select(const std::vector<std::int64_t>& runIds) {
    const int column = std::max(0, table_->currentIndex().column());
    QItemSelection rows;
    for (const auto id : runIds) {
        const auto index = sorted_->mapFromSource(model_->index(model_->rowOf(id), column));
        if (index.isValid()) {
            rows.select(index, index);
        }
    }
    if (rows.isEmpty()) {
        const auto near = sorted_->index(std::min(firstSelected_, sorted_->rowCount() - 1), column);
        rows.select(near, near);
    }
    auto* const selection = table_->selectionModel();
    selection->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!rows.isEmpty() && !selection->isSelected(table_->currentIndex())) {
        selection->setCurrentIndex(rows.first().topLeft(), QItemSelectionModel::NoUpdate);
    }
}

void RunsTable::edit(RunsModel::Column column) {
    const auto index = sorted_->index(table_->currentIndex().row(), column);
    if (!index.isValid()) {
        return;
    }
    if (table_->isColumnHidden(column)) {
        chosen_[column] = true;
        showColumns();
    }
    table_->scrollTo(index);
    table_->setCurrentIndex(index);
    table_->edit(index);
}

void RunsTable::fillColumnMenu() {
    columns_->clear();
    auto* const automatic = columns_->addAction(tr("Show what tells the runs apart"), this, [this] {
        chosen_.clear();
        showColumns();
    });
    automatic->setEnabled(!chosen_.empty());
    columns_->addSeparator();
    auto* const settings = columns_->addMenu(tr("Settings"));
    for (int column = 0; column < model_->columnCount(); ++column) {
        auto* const menu = column < RunsModel::FixedColumns ? columns_ : settings;
        const auto title = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        auto* const action = menu->addAction(title, this, [this, column](bool shown) {
            chosen_[column] = shown;
            showColumns();
        });
        action->setCheckable(true);
        action->setChecked(!table_->isColumnHidden(column));
        // Without a name a run cannot be told from another.
        action->setEnabled(column != RunsModel::Name);
    }
}

void RunsTable::showColumns() {
    for (int column = 0; column < model_->columnCount(); ++column) {
        const auto choice = chosen_.find(column);
        const bool shown = choice != chosen_.end() ? choice->second : model_->tellsApart(column);
        table_->setColumnHidden(column, !shown);
    }
}

}  // namespace ncf
