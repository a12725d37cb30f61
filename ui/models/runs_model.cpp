#include "models/runs_model.h"

#include "base/text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <limits>
#include <optional>

namespace ncf {

namespace {

QVariant metric(const std::optional<double>& value) {
    return value ? QVariant(QString::number(*value, 'f', 4)) : QVariant();
}

// Missing numbers sort behind all others, whichever the direction that matters (best first).
QVariant sortable(const std::optional<double>& value) {
    return value.value_or(-std::numeric_limits<double>::infinity());
}

QVariant displayed(const RunRecord& run, int column) {
    switch (column) {
        case RunsModel::Name:
            return QString::fromStdString(run.name);
        case RunsModel::Status:
            return QString::fromStdString(statusName(run.status));
        case RunsModel::Model:
            return QString::fromStdString(run.model);
        case RunsModel::HitRate:
            return metric(run.test.hitRate);
        case RunsModel::Ndcg:
            return metric(run.test.ndcg);
        case RunsModel::Rmse:
            return metric(run.test.rmse);
        case RunsModel::BestEpoch:
            return run.bestEpoch > 0 ? QObject::tr("%1 of %2").arg(run.bestEpoch).arg(run.epochs)
                                     : QString();
        case RunsModel::Time:
            return run.seconds > 0 ? QString::fromStdString(duration(run.seconds)) : QString();
        case RunsModel::Parameters:
            return QLocale().toString(static_cast<qulonglong>(run.parameters));
        case RunsModel::Started:
            return QLocale().toString(QDateTime::fromSecsSinceEpoch(run.startedAt),
                                      QLocale::ShortFormat);
        case RunsModel::Seed:
            return QString::number(run.seed);
        default:
            return {};
    }
}

QVariant sortKey(const RunRecord& run, int column) {
    switch (column) {
        case RunsModel::HitRate:
            return sortable(run.test.hitRate);
        case RunsModel::Ndcg:
            return sortable(run.test.ndcg);
        case RunsModel::Rmse:
            return run.test.rmse.value_or(std::numeric_limits<double>::infinity());
        case RunsModel::BestEpoch:
            return run.bestEpoch;
        case RunsModel::Time:
            return run.seconds;
        case RunsModel::Parameters:
            return static_cast<qulonglong>(run.parameters);
        case RunsModel::Started:
            return static_cast<qlonglong>(run.id);
        case RunsModel::Seed:
            return static_cast<qulonglong>(run.seed);
        default:
            return displayed(run, column);
    }
}

}  // namespace

void RunsModel::setRuns(std::vector<RunRecord> runs) {
    const bool sameIds =
        std::equal(runs.begin(), runs.end(), runs_.begin(), runs_.end(),
                   [](const RunRecord& a, const RunRecord& b) { return a.id == b.id; });
    if (sameIds) {
        runs_ = std::move(runs);
        if (!runs_.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
        return;
    }
    beginResetModel();
    runs_ = std::move(runs);
    endResetModel();
}

const RunRecord* RunsModel::run(int row) const {
    return row >= 0 && row < rowCount() ? &runs_[static_cast<std::size_t>(row)] : nullptr;
}

int RunsModel::rowOf(std::int64_t runId) const {
    const auto found = std::find_if(runs_.begin(), runs_.end(),
                                    [&](const RunRecord& run) { return run.id == runId; });
    return found == runs_.end() ? -1 : static_cast<int>(found - runs_.begin());
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& run = runs_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return displayed(run, index.column());
        case kSortRole:
            return sortKey(run, index.column());
        case Qt::ToolTipRole:
            return QString::fromStdString(run.note.empty() ? run.protocol : run.note);
        case Qt::TextAlignmentRole:
            return index.column() >= HitRate && index.column() != Started
                       ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                       : QVariant();
        default:
            return {};
    }
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString name = value.toString().trimmed();
    if (!index.isValid() || role != Qt::EditRole || index.column() != Name || name.isEmpty()) {
        return false;
    }
    auto& run = runs_[static_cast<std::size_t>(index.row())];
    run.name = name.toStdString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT renameRequested(run.id, name);
    return true;
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    const QString names[] = {tr("Name"),        tr("Status"),    tr("Model"),      tr("Test HR@K"),
                             tr("Test NDCG@K"), tr("Test RMSE"), tr("Best epoch"), tr("Time"),
                             tr("Parameters"),  tr("Started"),   tr("Seed")};
    return names[section];
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
    const auto flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsEditable : flags;
}

}  // namespace ncf
