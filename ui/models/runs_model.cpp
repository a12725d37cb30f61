#include "models/runs_model.h"

#include "base/text.h"
#include "experiment/settings.h"
#include "theme/theme.h"

#include <QDateTime>
#include <QFont>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace ncf {

namespace {

struct MetricColumn {
    int column;
    Metrics RunRecord::*part;
    std::optional<double> Metrics::*metric;
    bool lowerIsBetter;
};
constexpr MetricColumn kMetrics[] = {
    {RunsModel::ValidationHitRate, &RunRecord::validation, &Metrics::hitRate, false},
    {RunsModel::ValidationNdcg, &RunRecord::validation, &Metrics::ndcg, false},
    {RunsModel::ValidationRmse, &RunRecord::validation, &Metrics::rmse, true},
    {RunsModel::TestHitRate, &RunRecord::test, &Metrics::hitRate, false},
    {RunsModel::TestNdcg, &RunRecord::test, &Metrics::ndcg, false},
    {RunsModel::TestRmse, &RunRecord::test, &Metrics::rmse, true},
};

const MetricColumn* metricOf(int column) {
    const auto found = std::ranges::find(kMetrics, column, &MetricColumn::column);
    return found == std::end(kMetrics) ? nullptr : &*found;
}

std::optional<double> valueOf(const RunRecord& run, const MetricColumn& metric) {
    return run.*metric.part.*metric.metric;
}

QString signedText(double value) {
    return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) +
           QString::number(std::abs(value), 'f', 4);
}

bool isNumeric(int column) {
    return metricOf(column) != nullptr || column == RunsModel::BestEpoch ||
           column == RunsModel::Time || column == RunsModel::Parameters;
}

// The text of a setting; an unreadable configuration has none.
QString settingOf(const ListedRun& run, int column) {
    const auto at = static_cast<std::size_t>(column - RunsModel::FixedColumns);
    return at < run.settings.size() ? QString::fromStdString(run.settings[at]) : QString();
}

}  // namespace

void RunsModel::setRuns(std::vector<ListedRun> runs) {
    const bool sameIds = std::equal(
        runs.begin(), runs.end(), runs_.begin(), runs_.end(),
        [](const ListedRun& a, const ListedRun& b) { return a.record.id == b.record.id; });
    if (sameIds) {
        runs_ = std::move(runs);
        summarise();
        if (!runs_.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        }
        return;
    }
    beginResetModel();
    runs_ = std::move(runs);
    summarise();
    endResetModel();
}

void RunsModel::summarise() {
    baseline_ = nullptr;
    cutoff_ = runs_.empty() ? QString() : QString::number(runs_.front().record.cutoff);
    measured_.assign(FixedColumns, false);
    numbers_.assign(settingNames().size(), true);
    std::vector<std::vector<std::string>> settings;
    for (const auto& run : runs_) {
        settings.push_back(run.settings);
        if (run.record.marks.baseline) {
            baseline_ = &run.record;
        }
        if (QString::number(run.record.cutoff) != cutoff_) {
            cutoff_ = QStringLiteral("K");
        }
        for (const auto& metric : kMetrics) {
            measured_[static_cast<std::size_t>(metric.column)] =
                measured_[static_cast<std::size_t>(metric.column)] ||
                valueOf(run.record, metric).has_value();
        }
        measured_[Notes] = measured_[Notes] || !run.record.marks.notes.empty();
        for (std::size_t i = 0; i < run.settings.size(); ++i) {
            numbers_[i] = numbers_[i] && parseDouble(run.settings[i]).has_value();
        }
    }
    differs_ = differingSettings(settings);
}

const ListedRun* RunsModel::run(int row) const {
    return row >= 0 && row < rowCount() ? &runs_[static_cast<std::size_t>(row)] : nullptr;
}

int RunsModel::rowOf(std::int64_t runId) const {
    const auto found = std::find_if(runs_.begin(), runs_.end(),
                                    [&](const ListedRun& run) { return run.record.id == runId; });
    return found == runs_.end() ? -1 : static_cast<int>(found - runs_.begin());
}

bool RunsModel::tellsApart(int column) const {
    if (column >= FixedColumns) {
        const auto at = static_cast<std::size_t>(column - FixedColumns);
        return at < differs_.size() && differs_[at];
    }
    if (metricOf(column) != nullptr || column == Notes) {
        const auto at = static_cast<std::size_t>(column);
        return at < measured_.size() && measured_[at];
    }
    return column != Parameters;
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FixedColumns + static_cast<int>(settingNames().size());
}

QString RunsModel::metricText(const RunRecord& run, int column) const {
    const auto& metric = *metricOf(column);
    const auto value = valueOf(run, metric);
    if (!value) {
        return {};
    }
    const QString text = QString::number(*value, 'f', 4);
    const bool alike = baseline_ && baseline_ != &run && baseline_->protocol == run.protocol &&
                       baseline_->dataState == run.dataState && baseline_->cutoff == run.cutoff;
    const auto reference = alike ? valueOf(*baseline_, metric) : std::nullopt;
    return reference ? QStringLiteral("%1 (%2)").arg(text, signedText(*value - *reference)) : text;
}

QString RunsModel::shown(const ListedRun& listed, int column) const {
    const auto& run = listed.record;
    if (metricOf(column) != nullptr) {
        return metricText(run, column);
    }
    switch (column) {
        case Name:
            return run.marks.baseline ? tr("%1 (baseline)").arg(QString::fromStdString(run.name))
                                      : QString::fromStdString(run.name);
        case Status:
            return run.onEarlierData()
                       ? tr("%1, earlier data").arg(QString::fromStdString(statusName(run.status)))
                       : QString::fromStdString(statusName(run.status));
        case Model:
            return QString::fromStdString(run.model);
        case BestEpoch:
            // What trains nothing has no parameters and no epochs to speak of.
            return run.bestEpoch > 0 && run.parameters > 0
                       ? tr("%1 of %2").arg(run.bestEpoch).arg(run.epochs)
                       : QString();
        case Time:
            return run.seconds > 0 ? QString::fromStdString(duration(run.seconds)) : QString();
        case Parameters:
            return QLocale().toString(static_cast<qulonglong>(run.parameters));
        case Started:
            return QLocale().toString(QDateTime::fromSecsSinceEpoch(run.startedAt),
                                      QLocale::ShortFormat);
        case Notes:
            return QString::fromStdString(run.marks.notes);
        default:
            return settingOf(listed, column);
    }
}

QVariant RunsModel::sortKey(const ListedRun& listed, int column) const {
    const auto& run = listed.record;
    constexpr double kLast = std::numeric_limits<double>::infinity();
    if (const auto* const metric = metricOf(column)) {
        return valueOf(run, *metric).value_or(metric->lowerIsBetter ? kLast : -kLast);
    }
    switch (column) {
        case BestEpoch:
            return run.bestEpoch;
        case Time:
            return run.seconds;
        case Parameters:
            return static_cast<qulonglong>(run.parameters);
        case Started:
            return static_cast<qlonglong>(run.id);
        default:
            break;
    }
    if (column >= FixedColumns && numbers_[static_cast<std::size_t>(column - FixedColumns)]) {
        return parseDouble(settingOf(listed, column).toStdString()).value_or(-kLast);
    }
    return shown(listed, column);
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const int column = index.column();
    const auto& run = runs_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return shown(run, column);
        case Qt::EditRole:
            return column == Name ? QString::fromStdString(run.record.name) : shown(run, column);
        case kSortRole:
            return sortKey(run, column);
        case kFilterRole:
            return tellsApart(column) ? shown(run, column) : QString();
        case Qt::ToolTipRole: {
            // In full, since the cell may be cut; escaped, since a tooltip takes markup for it.
            const auto& note = run.record.note;
            const QString more = QString::fromStdString(note.empty() ? run.record.protocol : note);
            return (shown(run, column) + QLatin1Char('\n') + more).trimmed().toHtmlEscaped();
        }
        case Qt::DecorationRole:
            return column == Name && run.record.marks.colour > 0
                       ? QVariant(Theme::series(run.record.marks.colour - 1))
                       : QVariant();
        case Qt::FontRole: {
            QFont font;
            font.setBold(true);
            return column == Name && run.record.marks.baseline ? QVariant(font) : QVariant();
        }
        case Qt::TextAlignmentRole:
            return isNumeric(column) ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                                     : QVariant();
        default:
            return {};
    }
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString text = value.toString().trimmed();
    if (!index.isValid() || role != Qt::EditRole) {
        return false;
    }
    auto& run = runs_[static_cast<std::size_t>(index.row())].record;
    if (index.column() == Name && !text.isEmpty()) {
        run.name = text.toStdString();
        Q_EMIT renameRequested(run.id, text);
    } else if (index.column() == Notes) {
        run.marks.notes = text.toStdString();
        Q_EMIT notesRequested(run.id, text);
    } else {
        return false;
    }
    Q_EMIT dataChanged(index, index);
    return true;
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (section >= FixedColumns) {
        const auto& setting = settingNames()[static_cast<std::size_t>(section - FixedColumns)];
        return role == Qt::DisplayRole   ? QVariant(QString::fromStdString(setting.title))
               : role == Qt::ToolTipRole ? QVariant(QString::fromStdString(setting.help))
                                         : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const QString k = cutoff_.isEmpty() ? QStringLiteral("K") : cutoff_;
    const QString names[] = {tr("Name"),
                             tr("Status"),
                             tr("Model"),
                             tr("Validation HR@%1").arg(k),
                             tr("Validation NDCG@%1").arg(k),
                             tr("Validation RMSE"),
                             tr("Test HR@%1").arg(k),
                             tr("Test NDCG@%1").arg(k),
                             tr("Test RMSE"),
                             tr("Best epoch"),
                             tr("Time"),
                             tr("Parameters"),
                             tr("Started"),
                             tr("Notes")};
    return names[section];
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
    const auto flags = QAbstractTableModel::flags(index);
    return index.column() == Name || index.column() == Notes ? flags | Qt::ItemIsEditable : flags;
}

}  // namespace ncf
