#include "models/settings_diff_model.h"

#include "experiment/settings.h"

namespace ncf {

void SettingsDiffModel::setRuns(std::vector<ListedRun> runs) {
    beginResetModel();
    runs_ = std::move(runs);
    chooseRows();
    endResetModel();
}

void SettingsDiffModel::setAll(bool all) {
    beginResetModel();
    all_ = all;
    chooseRows();
    endResetModel();
}

void SettingsDiffModel::chooseRows() {
    std::vector<std::vector<std::string>> settings;
    for (const auto& run : runs_) {
        settings.push_back(run.settings);
    }
    const auto differs = differingSettings(settings);
    rows_.clear();
    for (std::size_t i = 0; i < differs.size(); ++i) {
        if (all_ || differs[i]) {
            rows_.push_back(i);
        }
    }
}

int SettingsDiffModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SettingsDiffModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1 + static_cast<int>(runs_.size());
}

QVariant SettingsDiffModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const std::size_t setting = rows_[static_cast<std::size_t>(index.row())];
    if (index.column() == 0) {
        const auto& name = settingNames()[setting];
        return role == Qt::DisplayRole   ? QVariant(QString::fromStdString(name.title))
               : role == Qt::ToolTipRole ? QVariant(QString::fromStdString(name.help))
                                         : QVariant();
    }
    const auto& settings = runs_[static_cast<std::size_t>(index.column() - 1)].settings;
    return role == Qt::DisplayRole && setting < settings.size()
               ? QVariant(QString::fromStdString(settings[setting]))
               : QVariant();
}

QVariant SettingsDiffModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    if (section == 0) {
        return role == Qt::DisplayRole ? QVariant(tr("Setting")) : QVariant();
    }
    const auto name =
        QString::fromStdString(runs_[static_cast<std::size_t>(section - 1)].record.name);
    return role == Qt::DisplayRole ? name : name.toHtmlEscaped();
}

}  // namespace ncf
