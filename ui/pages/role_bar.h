#pragma once

#include "data/detection.h"

#include <QStringList>
#include <QWidget>

#include <array>
#include <map>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QTableView;

namespace ncf {

// What a person said about the columns of one file, against what was guessed.
struct RoleChoices {
    std::size_t columnCount = 0;                        // of the table that they were made for
    std::map<int, std::optional<ColumnRole>> byColumn;  // nullopt: holds nothing of use
    // A choice of the role, or of the column that it was guessed for, answers what is open about
    // it.
    std::array<bool, kColumnRoles.size()> answered{};

    RatingColumns applied(RatingColumns guess) const;
    // Nothing is open about this guess any more: the role was chosen, or something was for the
    // column that was nearly as likely.
    bool answers(ColumnRole role, const RoleGuess& guess) const;
};

// A box above each column of a table that says what the column holds, with a mark where that is not
// sure. Keeps its boxes above the columns.
class RoleBar : public QWidget {
    Q_OBJECT

public:
    explicit RoleBar(QTableView* table, QWidget* parent = nullptr);

    void setRoles(const RatingColumns& columns, std::size_t count);
    // By column: why its role is not sure; empty where it is.
    void setDoubts(const QStringList& doubts);
    // As the boxes say.
    RatingColumns roles() const;

Q_SIGNALS:
    // A person chose: the column's role before and now.
    void chosen(int column, std::optional<ncf::ColumnRole> before,
                std::optional<ncf::ColumnRole> now);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Cell {
        QComboBox* box;
        QLabel* doubt;
        std::optional<ColumnRole> role;
    };

    void makeCells(std::size_t count);
    void choose(int column, int entry);
    void setRole(Cell& cell, std::optional<ColumnRole> role);
    void placeSoon();
    void place();

    QTableView* table_;
    std::vector<Cell> cells_;
};

}  // namespace ncf
