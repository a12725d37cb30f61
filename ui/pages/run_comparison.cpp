#include "pages/run_comparison.h"

#include "charts/line_chart.h"
#include "experiment/evaluate_run.h"
#include "models/settings_diff_model.h"
#include "pages/epoch_curves.h"
#include "session/session.h"
#include "session/training_run.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/scroll_column.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

namespace ncf {

namespace {

constexpr int kWidestColumn = 220;

// What the chart can show of an epoch, in the order of the choice.
std::optional<double> valueOf(const EpochRecord& epoch, int metric) {
    switch (metric) {
        case 0:
            return epoch.validation.ndcg;
        case 1:
            return epoch.validation.hitRate;
        case 2:
            return epoch.validation.rmse;
        case 3:
            return epoch.validation.loss;
        default:
            return std::isnan(epoch.trainLoss) ? std::nullopt : std::optional(epoch.trainLoss);
    }
}

// The pinned run first, or else the oldest; then in the order of their numbers.
void baselineFirst(std::vector<ListedRun>& runs) {
    std::ranges::sort(runs, [](const ListedRun& a, const ListedRun& b) {
        return std::pair(!a.record.marks.baseline, a.record.id) <
               std::pair(!b.record.marks.baseline, b.record.id);
    });
}

// Enough of a run's name to know it by in a sentence or a legend.
QString shortName(const ListedRun& run) {
    constexpr qsizetype kLength = 40;
    const auto name = QString::fromStdString(run.record.name);
    return name.size() > kLength ? name.left(kLength - 1) + QStringLiteral("…") : name;
}

// What of a run the comparison shows.
auto shownOf(const ListedRun& run) {
    const auto& record = run.record;
    return std::tuple(record.id, record.name, record.status, record.epochs, record.marks.colour,
                      record.marks.baseline);
}

// Each run's curve: in the colour that the run is marked with if that is free.
std::vector<int> curvesFor(const std::vector<ListedRun>& runs) {
    std::vector<int> curves(runs.size(), -1);
    std::array<bool, RunComparison::kMostRuns> taken{};
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const int colour = runs[i].record.marks.colour - 1;
        if (colour >= 0 && !std::exchange(taken[static_cast<std::size_t>(colour)], true)) {
            curves[i] = colour;
        }
    }
    for (int& curve : curves) {
        if (curve < 0) {
            const auto free = std::ranges::find(taken, false);
            *free = true;
            curve = static_cast<int>(free - taken.begin());
        }
    }
    return curves;
}

}  // namespace

RunComparison::RunComparison(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), card_(new Card(tr("The selected runs"))) {
    auto* const row = new QHBoxLayout;
    row->setSpacing(Theme::kGapLarge);
    row->addWidget(makeWords(), 1);
    row->addWidget(makeCurves(), 1);
    card_->body()->addLayout(row, 1);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card_);
}

QWidget* RunComparison::makeWords() {
    verdict_ = new QLabel;
    verdict_->setTextFormat(Qt::PlainText);
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verdict_->setWordWrap(true);
    verdict_->setAlignment(Qt::AlignTop);
    verdict_->setToolTip(
        tr("A paired test over the users of the test set: would other users show "
           "the same? Another seed of the training may move the result as well."));
    evaluate_ = new QPushButton(tr("Evaluate again"));
    evaluate_->setAccessibleName(tr("Evaluate the runs without results per user again"));
    connect(evaluate_, &QPushButton::clicked, this, &RunComparison::evaluateAgain);
    auto* const verdict = new QWidget;
    auto* const verdictLayout = new QVBoxLayout(verdict);
    verdictLayout->setContentsMargins(0, 0, 0, 0);
    verdictLayout->addWidget(verdict_);
    verdictLayout->addWidget(evaluate_, 0, Qt::AlignLeft);
    verdictLayout->addStretch();

    differences_ = new SettingsDiffModel(this);
    auto* const table = new QTableView;
    table->setModel(differences_);
    table->setAccessibleName(tr("Settings of the selected runs"));
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setMaximumSectionSize(kWidestColumn);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto* const all = new QCheckBox(tr("All settings"));
    all->setAccessibleName(tr("Show all settings, not only those that differ"));
    connect(all, &QCheckBox::toggled, differences_, &SettingsDiffModel::setAll);

    auto* const words = new QWidget;
    auto* const layout = new QVBoxLayout(words);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeScrollColumn(verdict), 2);
    layout->addWidget(table, 3);
    layout->addWidget(all);
    return words;
}

QWidget* RunComparison::makeCurves() {
    metric_ = new QComboBox;
    metric_->setAccessibleName(tr("What the curves show"));
    metric_->addItems({tr("NDCG@K on validation"), tr("HR@K on validation"),
                       tr("RMSE on validation"), tr("Loss on validation"), tr("Training loss")});
    connect(metric_, &QComboBox::activated, this, &RunComparison::showCurves);
    chart_ = new LineChart(tr("Per epoch"), tr("epoch"), tr("value"));
    chart_->setEmptyText(tr("None of these runs has that."));
    for (std::size_t i = 0; i < kMostRuns; ++i) {
        chart_->addCurve({}, static_cast<int>(i), CurveStyle::Solid);
    }
    auto* const curves = new QWidget;
    auto* const layout = new QVBoxLayout(curves);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(metric_, 0, Qt::AlignLeft);
    layout->addWidget(chart_, 1);
    return curves;
}

void RunComparison::setRuns(std::vector<ListedRun> runs) {
    const std::size_t selected = runs.size();
    baselineFirst(runs);
    runs.resize(std::min(runs.size(), kMostRuns));
    card_->setCaption(selected > kMostRuns ? tr("The first %1 of %2").arg(kMostRuns).arg(selected)
                                           : QString());
    // A training tells of every epoch, whichever run is shown.
    if (std::ranges::equal(runs, runs_, {}, shownOf, shownOf)) {
        return;
    }
    runs_ = std::move(runs);
    findings_ = {};
    verdict_->clear();
    evaluate_->hide();
    differences_->setRuns(runs_);
    load();
}

RunComparison::Findings RunComparison::examine(const Project& project,
                                               const std::vector<RunRecord>& runs) {
    Findings findings;
    bool lacking = false;
    for (const auto& run : runs) {
        auto epochs = project.epochs(run.id);
        findings.epochs.push_back(epochs ? std::move(*epochs) : std::vector<EpochRecord>());
        findings.tests.push_back(&run == &runs.front() ? std::vector<ComparedMetric>()
                                                       : compareRuns(project, runs.front(), run));
        lacking = lacking || (!findings.tests.back() &&
                              findings.tests.back().error().kind == ErrorKind::NotFound);
    }
    for (const auto& run : runs) {
        if (lacking && run.bestEpoch > 0 && run.status != RunStatus::Running &&
            !project.outcome(run.id)) {
            findings.unmeasured.push_back(run.id);
        }
    }
    return findings;
}

void RunComparison::load() {
    std::vector<RunRecord> records;
    for (const auto& run : runs_) {
        records.push_back(run.record);
    }
    session_->query(
        this, [records](Project& project) { return examine(project, records); },
        [this, records](Findings findings) {
            const auto idOf = [](const ListedRun& run) { return run.record.id; };
            if (std::ranges::equal(records, runs_, {}, &RunRecord::id, idOf)) {
                findings_ = std::move(findings);
                showTests();
                showCurves();
            }
        });
}

void RunComparison::showTests() {
    QStringList lines;
    lines << tr("Against “%1”:").arg(shortName(runs_.front()));
    for (std::size_t i = 1; i < runs_.size(); ++i) {
        const auto name = shortName(runs_[i]);
        const auto& test = findings_.tests[i];
        if (!test) {
            lines << tr("“%1”: %2").arg(name, QString::fromStdString(test.error().message()));
            continue;
        }
        for (const auto& metric : *test) {
            lines << QString::fromStdString(metric.sentence(name.toStdString()));
        }
    }
    verdict_->setText(lines.join(QLatin1Char('\n')));
    evaluate_->setVisible(!findings_.unmeasured.empty());
}

void RunComparison::evaluateAgain() {
    if (session_->training()->active()) {
        session_->reportFailure({ErrorKind::BadInput, tr("A training is running.").toStdString(),
                                 tr("Wait for its end and evaluate again.").toStdString()});
        return;
    }
    evaluate_->setEnabled(false);
    verdict_->setText(tr("Evaluating…"));
    // Other questions to the project wait meanwhile: seconds, once for a run of an older version.
    session_->query(
        this,
        [runs = findings_.unmeasured](Project& project) -> Status {
            for (const auto id : runs) {
                const auto run = project.run(id);
                const auto config =
                    run ? experimentFromJson(run->config) : Result<ExperimentConfig>(run.error());
                const auto metrics = config ? evaluateRun(project.file(), id, config->evaluation)
                                            : Result<Metrics>(config.error());
                if (!metrics) {
                    return metrics.error();
                }
            }
            return {};
        },
        [this](const Status& status) {
            evaluate_->setEnabled(true);
            if (!status) {
                session_->reportFailure(status.error());
            }
            load();
        });
}

void RunComparison::showCurves() {
    // The choice stays where it can; a rating model has neither hits nor NDCG.
    const auto any = [&](int metric) {
        return std::ranges::any_of(findings_.epochs, [&](const auto& epochs) {
            return std::ranges::any_of(
                epochs, [&](const auto& epoch) { return valueOf(epoch, metric).has_value(); });
        });
    };
    if (!any(metric_->currentIndex())) {
        for (int metric = 0; metric < metric_->count(); ++metric) {
            if (any(metric)) {
                metric_->setCurrentIndex(metric);
                break;
            }
        }
    }
    chart_->clear();
    const auto curves = curvesFor(runs_);
    std::size_t longest = 0;
    for (const auto& epochs : findings_.epochs) {
        longest = std::max(longest, epochs.size());
    }
    for (std::size_t i = 0; i < runs_.size() && i < findings_.epochs.size(); ++i) {
        std::vector<CurvePoint> points;
        for (const auto& epoch : drawnEpochs(findings_.epochs[i], longest)) {
            if (const auto value = valueOf(epoch, metric_->currentIndex())) {
                points.push_back({static_cast<double>(epoch.epoch), *value});
            }
        }
        chart_->setCurveName(curves[i], shortName(runs_[i]));
        chart_->setPoints(curves[i], std::move(points));
    }
}

}  // namespace ncf
