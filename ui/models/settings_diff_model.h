#pragma once

#include "models/listed_run.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// The configurations of several runs side by side: a row per setting, its title first and then a
// column per run. Only the settings that differ, unless all are asked for.
class SettingsDiffModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(std::vector<ListedRun> runs);
    void setAll(bool all);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void chooseRows();

    std::vector<ListedRun> runs_;
    std::vector<std::size_t> rows_;  // positions in settingNames()
    bool all_ = false;
};

}  // namespace ncf
