#include "pages/run_figures.h"

#include "base/text.h"
#include "theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace ncf {

namespace {

constexpr int kSampleMilliseconds = 1000;
constexpr int kLeastMilliseconds = 190;  // between two updates of the figures

QString dash() {
    return QStringLiteral("–");
}

QString figure(const std::optional<double>& value) {
    return value ? QString::number(*value, 'f', 4) : dash();
}

// In the prefix that leaves few digits, since it changes all the time.
QString speedText(double perSecond) {
    return perSecond < 1e6 ? RunFigures::tr("%1 k").arg(perSecond / 1e3, 0, 'f', 0)
                           : RunFigures::tr("%1 M").arg(perSecond / 1e6, 0, 'f', 2);
}

QString loadText(double percent, std::uint64_t bytes) {
    const double mebibytes = static_cast<double>(bytes) / (1 << 20);
    return RunFigures::tr("CPU %1 % of a core, memory %2")
        .arg(percent, 0, 'f', 0)
        .arg(mebibytes < 1024 ? RunFigures::tr("%1 MiB").arg(mebibytes, 0, 'f', 0)
                              : RunFigures::tr("%1 GiB").arg(mebibytes / 1024, 0, 'f', 2));
}

}  // namespace

RunFigures::RunFigures(QWidget* parent) : QWidget(parent) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    const auto bar = [&](const QString& name) {
        auto* const progress = new QProgressBar;
        progress->setRange(0, 1000);
        progress->setTextVisible(false);
        progress->setAccessibleName(name);
        progress->setToolTip(name);
        column->addWidget(progress);
        return progress;
    };
    epochBar_ = bar(tr("Progress of this epoch"));
    runBar_ = bar(tr("Progress of the run"));
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kGap);
    int at = 0;
    const auto figure = [&](QLabel*& value, const QString& name, const QString& help) {
        value = new QLabel(dash());
        value->setProperty("figure", true);
        auto* const caption = new QLabel(name);
        caption->setProperty("caption", true);
        value->setToolTip(help);
        caption->setToolTip(help);
        grid->addWidget(value, 0, at);
        grid->addWidget(caption, 1, at);
        grid->setColumnStretch(at++, 1);
        return caption;
    };
    firstName_ = figure(first_, tr("HR@K"), tr("Of the best epoch, on the validation items."));
    secondName_ = figure(second_, tr("NDCG@K"), tr("Of the best epoch, on the validation items."));
    figure(speed_, tr("samples/s"),
           tr("Training samples per second, in thousands (k) or millions (M)."));
    figure(left_, tr("left, at most"), tr("Until the last epoch, if nothing ends it earlier."));
    column->addLayout(grid);
    sampling_.setInterval(kSampleMilliseconds);
    connect(&sampling_, &QTimer::timeout, this, &RunFigures::sample);
}

void RunFigures::begin(bool ratings, int cutoff) {
    firstName_->setText(tr("%1, best").arg(ratings ? tr("RMSE") : tr("HR@%1").arg(cutoff)));
    secondName_->setText(tr("%1, best").arg(ratings ? tr("MAE") : tr("NDCG@%1").arg(cutoff)));
    for (auto* const label : {first_, second_, speed_, left_}) {
        label->setText(dash());
    }
}

void RunFigures::showSnapshot(const RunSnapshot& snapshot) {
    if (!sinceShown_.isValid() || sinceShown_.hasExpired(kLeastMilliseconds)) {
        sinceShown_.start();
        fill(snapshot);
    }
}

void RunFigures::end(const RunSnapshot& snapshot) {
    fill(snapshot);
    left_->setText(dash());
}

void RunFigures::fill(const RunSnapshot& snapshot) {
    const auto& s = snapshot;
    const double inEpoch = s.samplesPerEpoch > 0 ? static_cast<double>(s.samplesDone) /
                                                       static_cast<double>(s.samplesPerEpoch)
                                                 : 0;
    epochBar_->setValue(qRound(1000 * inEpoch));
    runBar_->setValue(s.phaseEpochs > 0 && s.epoch > 0
                          ? qRound(1000 * (s.epoch - 1 + inEpoch) / s.phaseEpochs)
                          : 0);
    if (s.samplesPerSecond > 0) {
        speed_->setText(speedText(s.samplesPerSecond));
    }
    if (s.phase <= RunPhase::Training) {
        left_->setText(s.secondsLeft >= 0 ? QString::fromStdString(duration(s.secondsLeft))
                                          : dash());
    }
    if (s.bestEpoch > 0) {
        const auto& best = s.epochRecords[static_cast<std::size_t>(s.bestEpoch - 1)].validation;
        first_->setText(figure(best.hitRate ? best.hitRate : best.rmse));
        second_->setText(figure(best.ndcg ? best.ndcg : best.mae));
    }
}

void RunFigures::sample() {
    const auto now = processUsage();
    Q_EMIT loadSampled(loadText(cpuPercent(usage_, now), now.residentBytes));
    usage_ = now;
}

void RunFigures::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    usage_ = processUsage();
    sampling_.start();
}

void RunFigures::hideEvent(QHideEvent* event) {
    sampling_.stop();
    QWidget::hideEvent(event);
}

}  // namespace ncf
