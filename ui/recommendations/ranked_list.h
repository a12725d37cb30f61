#pragma once

#include "experiment/held_out.h"
#include "models/filtered_list.h"

#include <QWidget>

#include <array>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace ncf {

class ElidedLabel;
class HeldOutLine;
class Session;

// One run's list for a user: sorted, filtered, with what became of the held-out item below it.
class RankedList : public QWidget {
    Q_OBJECT

public:
    // `name` is for screen readers.
    RankedList(Session* session, const QString& name, QWidget* parent = nullptr);

    // Empties it; what was asked for before is not shown any more.
    void clear();
    void setRows(qint64 runId, UserIndex user, std::vector<RecommendationRow> rows);
    // Compared with this list, under `heading`; nullopt for a list of its own.
    void compareWith(std::optional<OtherList> other, const QString& heading);
    void setFilter(const ListFilter& filter);
    void setPopularity(std::shared_ptr<const PopularityRanks> ranks);
    // Whether the data has any.
    void setGenresShown(bool shown);

    RecommendationsModel* model() const { return model_; }

Q_SIGNALS:
    // A person chose this row, by a click or the keyboard's Enter.
    void chosen(ncf::ItemIndex item);
    void opened(ncf::ItemIndex item);
    void clearFilterRequested();
    void heldOutFound(const std::vector<ncf::HeldOutPlace>& places);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QTableView* makeTable(const QString& name);
    QWidget* makeMessage();
    // As many as there is room for beside the titles.
    void showColumns();
    void showState();
    ItemIndex itemAt(const QModelIndex& index) const;

    RecommendationsModel* model_;
    FilteredList* filtered_;
    ElidedLabel* heading_;
    QStackedWidget* stack_;
    std::array<int, RecommendationsModel::ColumnCount> widths_{};
    QTableView* table_;
    QWidget* messagePage_;
    QLabel* message_;
    QPushButton* clearFilter_;
    HeldOutLine* heldOut_;
    bool genresShown_ = true;
    bool comparing_ = false;
    bool loaded_ = false;
};

}  // namespace ncf
