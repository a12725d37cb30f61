#include "pages/experiment_page.h"

#include "architecture/cost_view.h"
#include "experiment/presets.h"
#include "experiment/stored_advice.h"
#include "pages/baseline_form.h"
#include "pages/config_history.h"
#include "pages/model_form.h"
#include "pages/run_cost.h"
#include "pages/run_panel.h"
#include "pages/sweep_panel.h"
#include "pages/training_form.h"
#include "session/session.h"
#include "session/settings.h"
#include "session/sweep_run.h"
#include "session/training_run.h"
#include "theme/theme.h"
#include "widgets/card.h"
#include "widgets/empty_state.h"
#include "widgets/scroll_column.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <utility>

namespace ncf {

namespace {
constexpr int kLeastSettingsWidth = 368, kMostSettingsWidth = 600;
constexpr auto kFirstPreset = "neumf-8";
}  // namespace

ExperimentPage::ExperimentPage(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), history_(new ConfigHistory(this)) {
    auto* const empty =
        new EmptyState(QStringLiteral("experiment"), tr("Nothing to train on yet"),
                       tr("Open a ratings file first; then shape the network here and "
                          "press Start."));
    connect(empty->addAction(tr("Go to Data"), true), &QPushButton::clicked, this,
            &ExperimentPage::dataPageRequested);
    auto* const content = new QWidget;
    auto* const row = new QHBoxLayout(content);
    row->setContentsMargins(Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge, Theme::kGapLarge);
    row->setSpacing(Theme::kGap);
    row->addWidget(makeSettings(), 2);
    row->addWidget(makeTabs(), 3);
    stages_ = new QStackedWidget;
    stages_->addWidget(empty);
    stages_->addWidget(content);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(stages_);

    connect(panel_, &RunPanel::startRequested, this, &ExperimentPage::start);
    connect(model_, &ModelForm::changed, this, &ExperimentPage::edited);
    const auto fieldEdited = [this](const QString& field) { edited(field, field); };
    connect(training_, &TrainingForm::changed, this, fieldEdited);
    connect(baseline_, &BaselineForm::changed, this, fieldEdited);
    connect(history_, &ConfigHistory::restored, this, &ExperimentPage::restore);
    history_->serve(settings_);
    connect(session_, &Session::projectChanged, this, &ExperimentPage::dataChanged);
    connect(session_, &Session::importStarted, this, &ExperimentPage::update);
    connect(session_, &Session::importCancelled, this, &ExperimentPage::update);
    connect(session_, &Session::failed, this, &ExperimentPage::update);
    const auto stateChanged = [this] {
        settings_->setEnabled(!session_->busy());
        history_->setEnabled(!session_->busy());
        update();
    };
    connect(session_->training(), &TrainingRun::stateChanged, this, stateChanged);
    connect(session_->sweep(), &SweepRun::stateChanged, this, stateChanged);
    connect(session_->training(), &TrainingRun::ticked, this, [this] {
        const auto* const run = session_->training();
        if (run->config().model == shown_.model) {
            model_->setHealth(run->snapshot().layers);
        }
    });
    connect(session_->training(), &TrainingRun::epochFinished, this, &ExperimentPage::learnSpeed);
    presets_->setCurrentIndex(presets_->findData(QString::fromLatin1(kFirstPreset)));
    fill(presetConfig(presets_->currentIndex()));
    model_->costs()->setOperationsPerSecond(settings::trainingSpeed());
}

QTabWidget* ExperimentPage::makeTabs() {
    panel_ = new RunPanel(session_);
    sweep_ = new SweepPanel(session_);
    tabs_ = new QTabWidget;
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("One run or a sweep"));
    tabs_->tabBar()->setDrawBase(false);
    tabs_->tabBar()->setAccessibleName(tr("One run or a sweep"));
    tabs_->addTab(panel_, tr("One run"));
    tabs_->addTab(sweep_, tr("Sweep"));
    connect(sweep_, &SweepPanel::runChosen, this, &ExperimentPage::runChosen);
    connect(sweep_, &SweepPanel::configurationChosen, this, [this](const ExperimentConfig& config) {
        setConfig(config);
        tabs_->setCurrentWidget(panel_);
    });
    return tabs_;
}

QWidget* ExperimentPage::makeSettings() {
    settings_ = new QWidget;
    auto* const layout = new QVBoxLayout(settings_);
    layout->setContentsMargins(0, 0, Theme::kGap, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makePresets());
    network_ = new Card(tr("Network"));
    model_ = new ModelForm;
    network_->body()->addWidget(model_);
    layout->addWidget(network_);
    baselineCard_ = new Card(tr("Method"));
    baseline_ = new BaselineForm;
    baselineCard_->body()->addWidget(baseline_);
    layout->addWidget(baselineCard_);
    auto* const trainingCard = new Card(tr("Training and evaluation"));
    training_ = new TrainingForm;
    trainingCard->body()->addWidget(training_);
    layout->addWidget(trainingCard);
    layout->addStretch();
    auto* const scroll = makeScrollColumn(settings_);
    scroll->setMinimumWidth(kLeastSettingsWidth);
    scroll->setMaximumWidth(kMostSettingsWidth);
    return scroll;
}

QWidget* ExperimentPage::makePresets() {
    auto* const card = new Card(tr("Start from"));
    presets_ = new QComboBox;
    presets_->setAccessibleName(tr("Preset"));
    for (const auto& preset : presets()) {
        presets_->addItem(QString::fromStdString(preset.name), QString::fromStdString(preset.key));
    }
    connect(presets_, &QComboBox::activated, this, &ExperimentPage::choosePreset);
    connect(presets_, &QComboBox::currentIndexChanged, this, [this](int index) {
        description_->setText(
            QString::fromStdString(presets()[static_cast<std::size_t>(index)].description));
    });
    description_ = new QLabel;
    description_->setProperty("caption", true);
    description_->setWordWrap(true);
    name_ = new QLineEdit;
    name_->setAccessibleName(tr("Name of the run"));
    name_->setPlaceholderText(tr("Name of the run (optional)"));
    auto* const copy = new QPushButton(tr("Copy as command"));
    copy->setAccessibleName(tr("Copy these settings as an ncf command"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromStdString(
            "ncf " + commandLine(config(), session_->projectFile().string())));
    });
    card->body()->addWidget(presets_);
    card->body()->addWidget(description_);
    card->body()->addWidget(name_);
    card->body()->addWidget(copy, 0, Qt::AlignLeft);
    return card;
}

// The preset as it suits the data.
ExperimentConfig ExperimentPage::presetConfig(int index) const {
    ExperimentConfig config = presets()[static_cast<std::size_t>(index)].config;
    const auto& info = session_->datasetInfo();
    if (info) {
        config.split.kind = suitableSplit(config, *info, advice_);
        config.split.positiveFrom = suitablePositiveFrom(config, advice_);
    }
    return config;
}

void ExperimentPage::choosePreset(int index) {
    fill(presetConfig(index));
    edited(tr("start from %1").arg(presets_->itemText(index)), {});
}

void ExperimentPage::setConfig(const ExperimentConfig& config) {
    fill(config);
    edited(tr("settings of a run"), {});
}

void ExperimentPage::fill(const ExperimentConfig& config) {
    model_->setConfig(config.model);
    baseline_->setConfig(config);
    training_->setConfig(config);
    network_->setVisible(config.hasNetwork());
    baselineCard_->setVisible(!config.hasNetwork());
}

void ExperimentPage::edited(const QString& what, const QString& series) {
    const auto before = std::exchange(shown_, config());
    training_->setModel(shown_.model);
    history_->record(before, shown_, what, series);
    if (const auto& info = session_->datasetInfo()) {
        model_->costs()->showChange(runCost(shown_, *info), series);
    }
    update();
}

void ExperimentPage::restore(const ExperimentConfig& config) {
    fill(config);
    shown_ = this->config();
    if (const auto& info = session_->datasetInfo()) {
        model_->costs()->showChange(runCost(shown_, *info), {});
    }
    for (int i = 0; i < presets_->count(); ++i) {
        if (presetConfig(i) == shown_) {
            presets_->setCurrentIndex(i);
        }
    }
    update();
}

QAction* ExperimentPage::undoAction() const {
    return history_->undoAction();
}

QAction* ExperimentPage::redoAction() const {
    return history_->redoAction();
}

// What this machine can do, from the epoch that was just trained.
void ExperimentPage::learnSpeed() {
    const auto* const run = session_->training();
    const auto& epochs = run->snapshot().epochRecords;
    const auto& info = session_->datasetInfo();
    if (info && run->config().hasNetwork() && !epochs.empty()) {
        const double rate =
            epochs.back().samplesPerSecond * runCost(run->config(), *info).cost.operationsPerSample;
        settings::setTrainingSpeed(rate);
        model_->costs()->setOperationsPerSecond(rate);
    }
}

ExperimentConfig ExperimentPage::config() const {
    ExperimentConfig config;
    config.model = model_->config();
    config = training_->apply(config);
    config.itemNeighbours = baseline_->itemNeighbours();
    config.implicitAls = baseline_->implicitAls();
    return config;
}

void ExperimentPage::dataChanged() {
    const auto& info = session_->datasetInfo();
    stages_->setCurrentIndex(info ? 1 : 0);
    if (!info) {
        return;
    }
    training_->setDataHas(info->hasRatings, info->hasSuppliedTest);
    auto* const items = qobject_cast<QStandardItemModel*>(presets_->model());
    for (int i = 0; i < presets_->count(); ++i) {
        const bool needsRatings =
            presets()[static_cast<std::size_t>(i)].config.training.explicitFeedback();
        items->item(i)->setEnabled(info->hasRatings || !needsRatings);
        items->item(i)->setToolTip(
            info->hasRatings || !needsRatings ? QString() : tr("This data has no ratings."));
    }
    const auto stored = storedAdvice(*info);
    takeAdvice(stored.value_or(SplitAdvice()));
    fill(presetConfig(presets_->currentIndex()));
    shown_ = config();
    history_->clear();
    if (!stored) {
        session_->query(
            this, [](Project& project) { return splitAdvice(project); },
            [this](const Result<SplitAdvice>& advice) {
                if (!advice) {
                    session_->reportFailure(advice.error());
                    return;
                }
                const bool untouched = shown_ == presetConfig(presets_->currentIndex());
                takeAdvice(*advice);
                if (untouched && !session_->busy()) {
                    fill(presetConfig(presets_->currentIndex()));
                    shown_ = config();
                    update();
                }
            });
    }
    model_->setData(info->users, info->items);
    model_->costs()->setFigures(runCost(shown_, *info));
    update();
}

void ExperimentPage::takeAdvice(const SplitAdvice& advice) {
    advice_ = advice;
    training_->setSplitAdvice(QString::fromStdString(advice.reason));
}

QString ExperimentPage::problem() const {
    if (session_->importing()) {
        return tr("An import is running. Wait for its end.");
    }
    const auto& info = session_->datasetInfo();
    const auto config = this->config();
    if (const auto status = config.validate(); !status) {
        return QString::fromStdString(status.error().message());
    }
    if (info && config.training.explicitFeedback() && !info->hasRatings) {
        return tr("This data has no ratings to learn. Learn the interactions instead.");
    }
    if (info && config.split.kind == SplitKind::Supplied && !info->hasSuppliedTest) {
        return tr("This data came without a test set of its own. Hold out something else.");
    }
    return {};
}

void ExperimentPage::update() {
    const QString problem = this->problem();
    panel_->setProblem(session_->sweep()->active() ? tr("A sweep is running. Wait for its end.")
                                                   : problem);
    sweep_->setBase(config(), problem);
    for (auto* const card : {network_, baselineCard_}) {
        card->setCaption(QString::fromStdString(modelName(shown_)));
    }
}

void ExperimentPage::start() {
    if (problem().isEmpty() && session_->datasetInfo() && !session_->busy()) {
        session_->training()->start(session_->projectFile(), config(), name_->text().trimmed());
    }
}

}  // namespace ncf
