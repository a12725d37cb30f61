#pragma once

#include "experiment/embedding_map.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QPushButton;
class QTableView;

namespace ncf {

class ElidedLabel;

struct MapNeighbour {
    std::uint32_t point = 0;
    QString name;
    float cosine = 0;  // −1..1
};

class MapNeighboursModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Similarity, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<MapNeighbour> rows);
    const MapNeighbour& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<MapNeighbour> rows_;
};

// Beside the map: the selected point and what the model finds nearest to it.
class MapNeighbours : public QWidget {
    Q_OBJECT

public:
    explicit MapNeighbours(QWidget* parent = nullptr);

    // Nothing is selected on a map of these.
    void clear(MapOf of);
    void showPoint(const MapEntry& entry, MapOf of);
    void setRows(std::vector<MapNeighbour> rows);

Q_SIGNALS:
    // A person wants to see that point on the map.
    void chosen(std::uint32_t point);
    // A person wants to know more of the selected point.
    void requested();

private:
    MapNeighboursModel* model_;
    QLabel* hint_;
    QWidget* content_;
    ElidedLabel* name_;
    QLabel* facts_;
    QPushButton* open_;
    QTableView* table_;
};

}  // namespace ncf
