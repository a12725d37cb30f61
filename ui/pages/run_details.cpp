#include "pages/run_details.h"

#include "charts/line_chart.h"
#include "pages/epoch_curves.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/scroll_column.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ncf {

namespace {

enum Curve { kFirst, kSecond };

QString figure(const char* name, const std::optional<double>& value) {
    return value ? QStringLiteral("%1 %2   ").arg(QLatin1String(name)).arg(*value, 0, 'f', 4)
                 : QString();
}

QString metricsLine(const QString& what, const Metrics& metrics) {
    const auto figures = figure("HR", metrics.hitRate) + figure("NDCG", metrics.ndcg) +
                         figure("RMSE", metrics.rmse) + figure("MAE", metrics.mae);
    return figures.isEmpty() ? QString() : what + QStringLiteral(": ") + figures.trimmed();
}

// The command without "train PROJECT": what differs from the defaults, an option a line.
QString settingsText(const ExperimentConfig& config) {
    auto text =
        QString::fromStdString(commandLine(config, "P")).mid(QStringLiteral("train P").size());
    text.remove(QStringLiteral(" --split leave-one-out"));
    text.replace(QStringLiteral(" --"), QStringLiteral("\n"));
    return text.trimmed().isEmpty() ? RunDetails::tr("all defaults") : text.trimmed();
}

QLabel* makeText(bool caption) {
    auto* const label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("caption", caption);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop);
    return label;
}

}  // namespace

RunDetails::RunDetails(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* const card = new Card(tr("The selected run"));
    chart_ = new LineChart(tr("Validation per epoch"), tr("epoch"), tr("value"));
    chart_->setEmptyText(tr("No finished epoch."));
    chart_->addCurve(tr("HR@K"), 0, CurveStyle::Solid);
    chart_->addCurve(tr("NDCG@K"), 1, CurveStyle::Solid);
    auto* const row = new QHBoxLayout;
    row->setSpacing(Theme::kGapLarge);
    row->addWidget(makeWords(), 2);
    row->addWidget(chart_, 3);
    card->body()->addWidget(makeButtons());
    card->body()->addLayout(row, 1);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card);
    setRun(std::nullopt);
}

QWidget* RunDetails::makeButtons() {
    auto* const row = new QWidget;
    auto* const buttons = new QHBoxLayout(row);
    buttons->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& text) {
        auto* const button = new QPushButton(text);
        button->setAccessibleName(text);
        buttons->addWidget(button);
        return button;
    };
    recommendations_ = add(tr("Show recommendations"));
    use_ = add(tr("Use these settings"));
    copy_ = add(tr("Copy command"));
    buttons->addStretch();
    connect(recommendations_, &QPushButton::clicked, this,
            [this] { Q_EMIT recommendationsRequested(run_->id); });
    connect(use_, &QPushButton::clicked, this, [this] {
        if (const auto config = experimentFromJson(run_->config)) {
            Q_EMIT configurationChosen(*config);
        } else {
            session_->reportFailure(config.error());
        }
    });
    connect(copy_, &QPushButton::clicked, this, [this] {
        if (const auto config = experimentFromJson(run_->config)) {
            QGuiApplication::clipboard()->setText(QString::fromStdString(
                "ncf " + commandLine(*config, session_->projectFile().string())));
        } else {
            session_->reportFailure(config.error());
        }
    });
    return row;
}

QWidget* RunDetails::makeWords() {
    results_ = makeText(false);
    settings_ = makeText(true);
    auto* const words = new QWidget;
    auto* const layout = new QVBoxLayout(words);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(results_);
    layout->addWidget(settings_);
    layout->addStretch();
    return makeScrollColumn(words);
}

void RunDetails::setRun(const std::optional<RunRecord>& run) {
    if (!run || !run_ || run->id != run_->id) {
        chart_->clear();
    }
    run_ = run;
    recommendations_->setEnabled(
        run && (run->status == RunStatus::Finished || run->status == RunStatus::Stopped));
    use_->setEnabled(run.has_value());
    copy_->setEnabled(run.has_value());
    if (!run) {
        results_->setText(tr("Select a run, or several to compare them."));
        settings_->clear();
        return;
    }
    QStringList lines;
    lines << QString::fromStdString(run->name);
    lines << tr("%1: %2").arg(QString::fromStdString(run->protocol),
                              QString::fromStdString(statusName(run->status)));
    if (run->onEarlierData()) {
        lines << tr("Made on an earlier state of the data (%1).")
                     .arg(QString::fromStdString(dataStateText(*run)));
    }
    for (const auto& line :
         {metricsLine(tr("Test"), run->test), metricsLine(tr("Validation"), run->validation),
          metricsLine(tr("Popularity on test"), run->popularity), QString::fromStdString(run->note),
          QString::fromStdString(run->marks.notes)}) {
        if (!line.isEmpty()) {
            lines << line;
        }
    }
    results_->setText(lines.join(QLatin1Char('\n')));
    const auto config = experimentFromJson(run->config);
    settings_->setText(
        config ? tr("Settings that differ from the defaults:\n%1").arg(settingsText(*config))
               : QString());
    session_->query(
        this, [id = run->id](Project& project) { return project.epochs(id); },
        [this, id = run->id](Result<std::vector<EpochRecord>> epochs) {
            if (epochs && run_ && run_->id == id) {
                showEpochs(*epochs);
            }
        });
}

void RunDetails::showEpochs(const std::vector<EpochRecord>& epochs) {
    std::vector<CurvePoint> first;
    std::vector<CurvePoint> second;
    for (const auto& epoch : drawnEpochs(epochs, epochs.size())) {
        const auto x = static_cast<double>(epoch.epoch);
        if (epoch.validation.hitRate && epoch.validation.ndcg) {
            first.push_back({x, *epoch.validation.hitRate});
            second.push_back({x, *epoch.validation.ndcg});
        } else if (epoch.validation.rmse) {
            first.push_back({x, *epoch.validation.rmse});
        }
    }
    const bool ratings = run_->validation.rmse.has_value();
    chart_->setCurveName(kFirst, ratings ? tr("RMSE") : tr("HR@%1").arg(run_->cutoff));
    chart_->setCurveName(kSecond, tr("NDCG@%1").arg(run_->cutoff));
    chart_->setPoints(kFirst, std::move(first));
    chart_->setPoints(kSecond, std::move(second));
    const bool chosen = run_->bestEpoch > 0 && !ofBaseline(epochs);
    chart_->setMarker(chosen ? std::optional<double>(run_->bestEpoch) : std::nullopt, tr("best"));
}

}  // namespace ncf
