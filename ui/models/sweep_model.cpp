#include "models/sweep_model.h"

#include "base/text.h"
#include "theme/theme.h"

#include <QFont>

#include <limits>

namespace ncf {

namespace {

QVariant metric(const std::optional<double>& value) {
    return value ? QVariant(QString::number(*value, 'f', 4)) : QVariant();
}

QString stateWord(TrialState state) {
    switch (state) {
        case TrialState::Waiting:
            return SweepModel::tr("waiting");
        case TrialState::Running:
            return SweepModel::tr("running");
        case TrialState::Finished:
            return SweepModel::tr("finished");
        case TrialState::Dropped:
            return SweepModel::tr("dropped");
        case TrialState::Cancelled:
            return SweepModel::tr("cancelled");
        case TrialState::Failed:
            return SweepModel::tr("failed");
        case TrialState::Invalid:
            return SweepModel::tr("cannot run");
    }
    return {};
}

}  // namespace

void SweepModel::setSweep(const SweepPlan& plan, const std::vector<Trial>& trials,
                          const SweepSnapshot& snapshot) {
    beginResetModel();
    plan_ = plan;
    trials_ = trials;
    take(snapshot);
    endResetModel();
}

void SweepModel::update(const SweepSnapshot& snapshot) {
    const auto before = statuses_;
    const auto placesBefore = places_;
    const int bestBefore = bestRow_;
    take(snapshot);
    for (int row = 0; row < rowCount(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        const bool bestChanged = bestRow_ != bestBefore && (row == bestRow_ || row == bestBefore);
        if (statuses_[at].state == TrialState::Running || statuses_[at] != before[at] ||
            places_[at] != placesBefore[at] || bestChanged) {
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
}

void SweepModel::take(const SweepSnapshot& snapshot) {
    statuses_.assign(trials_.size(), {});
    places_.assign(trials_.size(), 0);
    int place = 0;
    for (const auto& status : snapshot.trials) {
        const auto at = static_cast<std::size_t>(status.trial);
        statuses_[at] = status;
        places_[at] = place++;
    }
    run_ = snapshot.run;
    const TrialStatus* const best = bestTrial(snapshot.trials);
    bestRow_ = best ? best->trial : -1;
}

const TrialStatus* SweepModel::status(int row) const {
    return row >= 0 && row < rowCount() ? &statuses_[static_cast<std::size_t>(row)] : nullptr;
}

int SweepModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(statuses_.size());
}

int SweepModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1 + axisCount() + ResultCount;
}

QString SweepModel::stateText(const TrialStatus& status) const {
    if (status.state == TrialState::Running && run_.phaseEpochs > 0 && run_.inEpochs) {
        return (run_.phase == RunPhase::GmfAlone   ? tr("GMF alone, epoch %1 of %2")
                : run_.phase == RunPhase::MlpAlone ? tr("MLP alone, epoch %1 of %2")
                                                   : tr("epoch %1 of %2"))
            .arg(run_.epoch)
            .arg(run_.phaseEpochs);
    }
    const QString word = stateWord(status.state);
    if (!plan_.halving || status.state != TrialState::Waiting || status.rung == 0) {
        return word;
    }
    return tr("%1 for round %2").arg(word).arg(status.rung + 1);
}

QVariant SweepModel::displayed(const TrialStatus& status, int column) const {
    if (column == 0) {
        return QString::number(status.trial + 1);
    }
    if (column <= axisCount()) {
        return QString::fromStdString(trials_[static_cast<std::size_t>(status.trial)]
                                          .values[static_cast<std::size_t>(column - 1)]);
    }
    const auto& v = status.validation;
    switch (column - 1 - axisCount()) {
        case State:
            return stateText(status);
        case First:
            return metric(ratings() ? v.rmse : v.ndcg);
        case Second:
            return metric(ratings() ? v.mae : v.hitRate);
        case BestEpoch:
            return status.bestEpoch > 0 ? tr("%1 of %2").arg(status.bestEpoch).arg(status.epochs)
                                        : QString();
        case Run:
            return status.runId > 0 ? QString::number(status.runId) : QString();
        default:
            return {};
    }
}

QVariant SweepModel::sortKey(const TrialStatus& status, int column) const {
    constexpr double kLast = std::numeric_limits<double>::infinity();
    if (column == 0) {
        return places_[static_cast<std::size_t>(status.trial)];
    }
    if (column <= axisCount()) {
        const QString text = displayed(status, column).toString();
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        return isNumber ? QVariant(number) : QVariant(text);
    }
    const auto& v = status.validation;
    switch (column - 1 - axisCount()) {
        case First:
            return ratings() ? v.rmse.value_or(kLast) : v.ndcg.value_or(-kLast);
        case Second:
            return ratings() ? v.mae.value_or(kLast) : v.hitRate.value_or(-kLast);
        case BestEpoch:
            return status.bestEpoch;
        case Run:
            return static_cast<qlonglong>(status.runId);
        default:
            return displayed(status, column);
    }
}

QVariant SweepModel::data(const QModelIndex& index, int role) const {
    const TrialStatus* const of = status(index.row());
    if (!index.isValid() || !of) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
            return displayed(*of, index.column());
        case kSortRole:
            return sortKey(*of, index.column());
        case Qt::ToolTipRole:
            return QString::fromStdString(of->note);
        case Qt::ForegroundRole:
            return of->state == TrialState::Failed || of->state == TrialState::Invalid
                       ? QVariant(Theme::bad())
                       : QVariant();
        case Qt::FontRole: {
            QFont font;
            font.setBold(true);
            return index.row() == bestRow_ ? QVariant(font) : QVariant();
        }
        default:
            return {};
    }
}

QVariant SweepModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const QString k = QString::number(plan_.base.evaluation.cutoff);
    if (role == Qt::ToolTipRole) {
        return section == 0 ? tr("The number of the trial; sorts by the order of the queue")
                            : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    if (section == 0) {
        return tr("Trial");
    }
    if (section <= axisCount()) {
        return QString::fromStdString(plan_.axes[static_cast<std::size_t>(section - 1)].setting);
    }
    switch (section - 1 - axisCount()) {
        case State:
            return tr("State");
        case First:
            return ratings() ? tr("RMSE") : tr("NDCG@%1").arg(k);
        case Second:
            return ratings() ? tr("MAE") : tr("HR@%1").arg(k);
        case BestEpoch:
            return tr("Best epoch");
        default:
            return tr("Run");
    }
}

}  // namespace ncf
