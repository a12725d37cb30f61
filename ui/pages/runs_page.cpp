#include "pages/runs_page.h"

#include "charts/line_chart.h"
#include "models/runs_model.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/empty_state.h"
#include "widgets/scroll_column.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
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
    text.replace(QStringLiteral(" --"), QStringLiteral("\n"));
    return text.trimmed().isEmpty() ? RunsPage::tr("all defaults") : text.trimmed();
}

}  // namespace

RunsPage::RunsPage(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new RunsModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(RunsModel::kSortRole);
    sorted_->setFilterKeyColumn(-1);
    sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto* const empty = new EmptyState(QStringLiteral("runs"), tr("No runs yet"),
                                       tr("Every training is kept here, with its settings and what "
                                          "came of it."));
    connect(empty->addAction(tr("Go to Experiment"), true), &QPushButton::clicked, this,
            &RunsPage::experimentRequested);
    content_ = new QWidget;
    auto* const layout = new QVBoxLayout(content_);
    layout->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge,
                               Theme::kGapLarge);
    auto* const splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kGap);
    splitter->addWidget(makeList());
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    layout->addWidget(splitter);
    stages_ = new QStackedWidget;
    stages_->addWidget(empty);
    stages_->addWidget(content_);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(stages_);

    connect(session_, &Session::projectChanged, this, &RunsPage::reload);
    connect(session_, &Session::runsChanged, this, &RunsPage::reload);
    connect(model_, &RunsModel::renameRequested, this, [this](qint64 runId, const QString& name) {
        session_->query(
            this,
            [runId, text = name.toStdString()](Project& project) {
                return project.renameRun(runId, text);
            },
            [this](const Status& status) {
                if (!status) {
                    session_->reportFailure(status.error());
                }
                Q_EMIT session_->runsChanged();
            });
    });
    showCurrent();
}

QWidget* RunsPage::makeList() {
    auto* const card = new Card(tr("Runs"));
    auto* const filter = new QLineEdit;
    filter->setPlaceholderText(tr("Filter by any column"));
    filter->setAccessibleName(tr("Filter the runs"));
    filter->setClearButtonEnabled(true);
    connect(filter, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
    table_ = new QTableView;
    table_->setModel(sorted_);
    table_->setAccessibleName(tr("Runs"));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSortingEnabled(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->sortByColumn(RunsModel::Started, Qt::DescendingOrder);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RunsPage::showCurrent);
    card->body()->addWidget(filter);
    card->body()->addWidget(table_, 1);
    return card;
}

QWidget* RunsPage::makeDetails() {
    auto* const card = new Card(tr("The selected run"));
    auto* const buttons = new QHBoxLayout;
    const auto add = [&](const QString& text) {
        auto* const button = new QPushButton(text);
        button->setAccessibleName(text);
        buttons->addWidget(button);
        return button;
    };
    show_ = add(tr("Show recommendations"));
    use_ = add(tr("Use these settings"));
    copy_ = add(tr("Copy command"));
    buttons->addStretch();
    remove_ = add(tr("Delete…"));
    remove_->setProperty("danger", true);
    connect(show_, &QPushButton::clicked, this, [this] {
        if (const auto* const run = current()) {
            Q_EMIT recommendationsRequested(run->id);
        }
    });
    connect(use_, &QPushButton::clicked, this, [this] {
        const auto config = current() ? experimentFromJson(current()->config) : Error{};
        if (config) {
            Q_EMIT configurationChosen(*config);
        } else {
            session_->reportFailure(config.error());
        }
    });
    connect(copy_, &QPushButton::clicked, this, [this] {
        if (const auto config = current() ? experimentFromJson(current()->config) : Error{}) {
            QGuiApplication::clipboard()->setText(QString::fromStdString(
                "ncf " + commandLine(*config, session_->projectFile().string())));
        }
    });
    connect(remove_, &QPushButton::clicked, this, &RunsPage::removeCurrent);

    results_ = new QLabel;
    results_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    results_->setWordWrap(true);
    results_->setAlignment(Qt::AlignTop);
    settings_ = new QLabel;
    settings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    settings_->setProperty("caption", true);
    settings_->setAlignment(Qt::AlignTop);
    auto* const words = new QWidget;
    auto* const wordsLayout = new QVBoxLayout(words);
    wordsLayout->setContentsMargins(0, 0, 0, 0);
    wordsLayout->addWidget(results_);
    wordsLayout->addWidget(settings_);
    wordsLayout->addStretch();
    chart_ = new LineChart(tr("Validation per epoch"), tr("epoch"), tr("value"));
    chart_->setEmptyText(tr("No finished epoch."));
    chart_->addCurve(tr("HR@K"), 0, CurveStyle::Solid);
    chart_->addCurve(tr("NDCG@K"), 1, CurveStyle::Solid);
    auto* const row = new QHBoxLayout;
    row->setSpacing(Theme::kGapLarge);
    row->addWidget(makeScrollColumn(words), 2);
    row->addWidget(chart_, 3);
    card->body()->addLayout(buttons);
    card->body()->addLayout(row, 1);
    return card;
}

void RunsPage::reload() {
    if (!session_->hasProject()) {
        return;
    }
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](Result<std::vector<RunRecord>> runs) {
            const auto* const before = current();
            const auto selected = before ? before->id : 0;
            model_->setRuns(runs ? std::move(*runs) : std::vector<RunRecord>());
            stages_->setCurrentIndex(model_->rowCount() > 0 ? 1 : 0);
            const int row = std::max(0, model_->rowOf(selected));
            if (model_->rowCount() > 0) {
                table_->selectRow(sorted_->mapFromSource(model_->index(row, 0)).row());
            }
            showCurrent();
        });
}

const RunRecord* RunsPage::current() const {
    return model_->run(sorted_->mapToSource(table_->currentIndex()).row());
}

void RunsPage::showCurrent() {
    const auto* const run = current();
    const bool done = run && run->status != RunStatus::Running;
    show_->setEnabled(run &&
                      (run->status == RunStatus::Finished || run->status == RunStatus::Stopped));
    use_->setEnabled(run);
    copy_->setEnabled(run);
    remove_->setEnabled(done);
    chart_->clear();
    if (!run) {
        results_->clear();
        settings_->clear();
        return;
    }
    QStringList lines;
    lines << tr("%1: %2").arg(QString::fromStdString(run->protocol),
                              QString::fromStdString(statusName(run->status)));
    for (const auto& line :
         {metricsLine(tr("Test"), run->test), metricsLine(tr("Validation"), run->validation),
          metricsLine(tr("Popularity on test"), run->popularity),
          QString::fromStdString(run->note)}) {
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
        [this, shown = *run](Result<std::vector<EpochRecord>> epochs) {
            if (epochs && current() && current()->id == shown.id) {
                showEpochs(*epochs, shown);
            }
        });
}

void RunsPage::showEpochs(const std::vector<EpochRecord>& epochs, const RunRecord& run) {
    std::vector<CurvePoint> first;
    std::vector<CurvePoint> second;
    for (const auto& epoch : epochs) {
        const auto x = static_cast<double>(epoch.epoch);
        if (epoch.validation.hitRate) {
            first.push_back({x, *epoch.validation.hitRate});
            second.push_back({x, *epoch.validation.ndcg});
        } else if (epoch.validation.rmse) {
            first.push_back({x, *epoch.validation.rmse});
        }
    }
    const bool ratings = run.validation.rmse.has_value();
    chart_->setCurveName(kFirst, ratings ? tr("RMSE") : tr("HR@%1").arg(run.cutoff));
    chart_->setCurveName(kSecond, tr("NDCG@%1").arg(run.cutoff));
    chart_->setPoints(kFirst, std::move(first));
    chart_->setPoints(kSecond, std::move(second));
    chart_->setMarker(run.bestEpoch > 0 ? std::optional<double>(run.bestEpoch) : std::nullopt,
                      tr("best"));
}

void RunsPage::removeCurrent() {
    const auto* const run = current();
    if (!run || QMessageBox::question(this, tr("Delete run"),
                                      tr("Delete “%1” with its weights and recommendations?")
                                          .arg(QString::fromStdString(run->name)),
                                      QMessageBox::Yes | QMessageBox::No,
                                      QMessageBox::No) != QMessageBox::Yes) {
        return;
    }
    session_->query(
        this, [id = run->id](Project& project) { return project.deleteRun(id); },
        [this](const Status& status) {
            if (!status) {
                session_->reportFailure(status.error());
            }
            Q_EMIT session_->runsChanged();
        });
}

}  // namespace ncf
