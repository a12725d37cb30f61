#include "pages/role_bar.h"

#include "theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>

namespace ncf {

namespace {

int entryOf(std::optional<ColumnRole> role) {
    return role ? static_cast<int>(*role) + 1 : 0;
}

std::optional<ColumnRole> roleAt(int entry) {
    return entry > 0 ? std::optional(static_cast<ColumnRole>(entry - 1)) : std::nullopt;
}

std::optional<int>& columnOf(RatingColumns& columns, ColumnRole role) {
    switch (role) {
        case ColumnRole::User:
            return columns.user;
        case ColumnRole::Item:
            return columns.item;
        case ColumnRole::Rating:
            return columns.rating;
        case ColumnRole::Time:
            break;
    }
    return columns.timestamp;
}

}  // namespace

RatingColumns RoleChoices::applied(RatingColumns guess) const {
    for (const auto role : kColumnRoles) {
        auto& column = columnOf(guess, role);
        if (column && byColumn.contains(*column)) {
            column.reset();
        }
    }
    for (const auto& [column, role] : byColumn) {
        if (role) {
            columnOf(guess, *role) = column;
        }
    }
    return guess;
}

bool RoleChoices::answers(ColumnRole role, const RoleGuess& guess) const {
    return answered[static_cast<std::size_t>(role)] ||
           (guess.rival && byColumn.contains(*guess.rival));
}

RoleBar::RoleBar(QTableView* table, QWidget* parent) : QWidget(parent), table_(table) {
    auto* const header = table_->horizontalHeader();
    header->viewport()->installEventFilter(this);
    connect(header, &QHeaderView::sectionResized, this, &RoleBar::placeSoon);
    connect(table_->horizontalScrollBar(), &QScrollBar::valueChanged, this, &RoleBar::place);
}

void RoleBar::setRoles(const RatingColumns& columns, std::size_t count) {
    if (count != cells_.size()) {
        makeCells(count);
    }
    for (auto& cell : cells_) {
        setRole(cell, std::nullopt);
    }
    RatingColumns roles = columns;
    for (const auto role : kColumnRoles) {
        const auto column = columnOf(roles, role);
        if (column && *column >= 0 && static_cast<std::size_t>(*column) < count) {
            setRole(cells_[static_cast<std::size_t>(*column)], role);
        }
    }
}

void RoleBar::makeCells(std::size_t count) {
    for (const auto& cell : cells_) {
        delete cell.box;
        delete cell.doubt;
    }
    cells_.clear();
    for (std::size_t at = 0; at < count; ++at) {
        const int column = static_cast<int>(at);
        auto* const box = new QComboBox(this);
        box->setAccessibleName(tr("What column %1 holds").arg(column + 1));
        box->addItems({tr("–"), tr("User"), tr("Item"), tr("Rating"), tr("Time")});
        box->setFocusPolicy(Qt::StrongFocus);
        box->installEventFilter(this);
        connect(box, &QComboBox::activated, this,
                [this, column](int entry) { choose(column, entry); });
        auto* const doubt = new QLabel(QStringLiteral("?"), this);
        doubt->setProperty("doubt", true);
        doubt->setAlignment(Qt::AlignCenter);
        doubt->hide();
        box->show();
        cells_.push_back({box, doubt, std::nullopt});
    }
    if (!cells_.empty()) {
        setFixedHeight(cells_.front().box->sizeHint().height());
    }
    placeSoon();
}

void RoleBar::setRole(Cell& cell, std::optional<ColumnRole> role) {
    cell.role = role;
    cell.box->setCurrentIndex(entryOf(role));
}

void RoleBar::choose(int column, int entry) {
    auto& cell = cells_[static_cast<std::size_t>(column)];
    const auto before = cell.role;
    const auto now = roleAt(entry);
    setRole(cell, now);
    // A role belongs to one column: taken here, it leaves the other.
    for (auto& other : cells_) {
        if (now && &other != &cell && other.role == now) {
            setRole(other, std::nullopt);
        }
    }
    Q_EMIT chosen(column, before, now);
}

void RoleBar::setDoubts(const QStringList& doubts) {
    for (std::size_t column = 0; column < cells_.size(); ++column) {
        const auto& cell = cells_[column];
        const auto why = doubts.value(static_cast<qsizetype>(column));
        cell.doubt->setVisible(!why.isEmpty());
        // Escaped, since a tooltip takes markup for what it says.
        cell.doubt->setToolTip(why.toHtmlEscaped());
        cell.box->setToolTip(why.toHtmlEscaped());
        cell.box->setAccessibleDescription(why);
    }
    place();
}

RatingColumns RoleBar::roles() const {
    RatingColumns columns;
    for (std::size_t column = 0; column < cells_.size(); ++column) {
        if (const auto role = cells_[column].role) {
            columnOf(columns, *role) = static_cast<int>(column);
        }
    }
    return columns;
}

// The header tells of a change before its other sections have their places.
void RoleBar::placeSoon() {
    QMetaObject::invokeMethod(this, &RoleBar::place, Qt::QueuedConnection);
}

void RoleBar::place() {
    const auto* const header = table_->horizontalHeader();
    const int left = table_->frameWidth();
    for (std::size_t at = 0; at < cells_.size(); ++at) {
        const int column = static_cast<int>(at);
        const auto& [box, doubt, role] = cells_[at];
        const int begin = left + header->sectionViewportPosition(column);
        int width = header->sectionSize(column) - Theme::kGapSmall;
        if (doubt->isVisibleTo(this)) {
            const int side = height() - 6;
            width -= side + Theme::kGapSmall;
            doubt->setGeometry(begin + width + Theme::kGapSmall, 3, side, side);
        }
        box->setGeometry(begin, 0, width, height());
    }
}

bool RoleBar::eventFilter(QObject* watched, QEvent* event) {
    const auto cell = std::find_if(cells_.begin(), cells_.end(),
                                   [&](const Cell& one) { return one.box == watched; });
    if (cell != cells_.end()) {
        // The keyboard reaches the boxes of columns that are scrolled out of sight, too.
        if (event->type() == QEvent::FocusIn) {
            table_->scrollTo(table_->model()->index(0, static_cast<int>(cell - cells_.begin())));
        }
        // Who scrolls past a box does not want to change it.
        if (event->type() == QEvent::Wheel && !cell->box->hasFocus()) {
            event->ignore();
            return true;
        }
    }
    if (event->type() == QEvent::Resize && watched == table_->horizontalHeader()->viewport()) {
        placeSoon();
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace ncf
