#include "architecture/cost_view.h"

#include "theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <cmath>

namespace ncf {

namespace {

// "+12,288", "−96"; nothing for no change.
template <class Format>
QString signedText(double difference, Format format) {
    if (difference == 0) {
        return {};
    }
    return (difference > 0 ? QStringLiteral("+") : QStringLiteral("−")) +
           format(std::abs(difference));
}

QString countText(double number) {
    return QLocale().toString(static_cast<qulonglong>(number));
}

QString bytesText(double bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1e6 ? 0 : 1,
                                       QLocale::DataSizeSIFormat);
}

// Two digits are as many as an estimate has.
QString secondsText(double seconds) {
    const int decimals = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
    return CostView::tr("%1 s").arg(QLocale().toString(seconds, 'f', decimals));
}

}  // namespace

CostView::CostView(QWidget* parent) : QWidget(parent) {
    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kGap);
    grid->setVerticalSpacing(0);
    parameters_ = addColumn(tr("parameters"), tr("Trainable numbers of the network."));
    memory_ = addColumn(tr("memory to train"),
                        tr("Weights, what the optimiser keeps of each, and the buffers of a batch. "
                           "The program and the data come on top."));
    time_ = addColumn(tr("per epoch"),
                      tr("Estimated for this machine from its last run and the arithmetic of a "
                         "sample; evaluation comes on top."));
    update();
}

CostView::Column CostView::addColumn(const QString& name, const QString& help) {
    auto* const grid = static_cast<QGridLayout*>(layout());
    const int at = grid->columnCount() - (grid->count() == 0 ? 1 : 0);
    const auto label = [&](int row, const char* kind) {
        auto* const text = new QLabel;
        text->setProperty(kind, true);
        text->setToolTip(help);
        grid->addWidget(text, row, at);
        return text;
    };
    const Column column{label(0, "cardTitle"), label(2, "caption")};
    label(1, "caption")->setText(name);
    grid->setColumnStretch(at, 1);
    return column;
}

void CostView::setFigures(const Figures& figures) {
    before_ = now_ = figures;
    series_.clear();
    update();
}

void CostView::showChange(const Figures& figures, const QString& series) {
    if (series.isEmpty() || series != series_) {
        before_ = now_;
    }
    now_ = figures;
    series_ = series;
    update();
}

void CostView::setOperationsPerSecond(double rate) {
    operationsPerSecond_ = rate;
    update();
}

std::optional<double> CostView::seconds(const Figures& figures) const {
    if (operationsPerSecond_ <= 0) {
        return std::nullopt;
    }
    return figures.samplesPerEpoch * figures.cost.operationsPerSample / operationsPerSecond_;
}

void CostView::update() {
    const auto difference = [](auto now, auto before) {
        return static_cast<double>(now) - static_cast<double>(before);
    };
    const auto& now = now_.cost;
    const auto& before = before_.cost;
    parameters_.value->setText(countText(static_cast<double>(now.parameters)));
    parameters_.change->setText(
        signedText(difference(now.parameters, before.parameters), countText));
    memory_.value->setText(bytesText(static_cast<double>(now.trainingBytes)));
    memory_.change->setText(
        signedText(difference(now.trainingBytes, before.trainingBytes), bytesText));
    const auto time = seconds(now_);
    time_.value->setText(time ? tr("about %1").arg(secondsText(*time)) : QStringLiteral("–"));
    time_.change->setText(time ? signedText(*time - *seconds(before_), secondsText)
                               : tr("after the first run"));
}

}  // namespace ncf
