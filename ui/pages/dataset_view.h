#pragma once

#include "data/statistics.h"
#include "store/project.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QLayout;
class QTableView;

namespace ncf {

class Card;
class ElidedLabel;
class Histogram;
class RejectedRowsModel;
class Session;

// What is in the open project's data: figures, distributions, and what the import left out.
class DatasetView : public QWidget {
    Q_OBJECT

public:
    explicit DatasetView(Session* session, QWidget* parent = nullptr);

    // Shows the session's dataset; the figures that need the whole of it follow from the
    // background.
    void refresh();

Q_SIGNALS:
    void experimentRequested();
    void openRequested();
    void addRequested();

private:
    void showReport(const DatasetInfo& info);
    void showStatistics(const DatasetStatistics& statistics);
    QLayout* makeSpread();
    QLabel* addFigure(QGridLayout* grid, int column, const QString& name);

    Session* session_;
    RejectedRowsModel* rejectedModel_;
    ElidedLabel* headline_;
    QLabel* users_;
    QLabel* items_;
    QLabel* interactions_;
    QLabel* density_;
    // Fewest, median and most per user, then per item.
    std::array<QLabel*, 6> spread_{};
    QLabel* facts_;
    QLabel* report_;
    Histogram* histogram_;
    Card* spreadCard_;
    Card* ratingsCard_;
    Card* rejectedCard_;
};

}  // namespace ncf
