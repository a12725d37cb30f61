#include "pages/experiment_page.h"

#include "experiment/presets.h"
#include "pages/model_form.h"
#include "pages/run_panel.h"
#include "pages/training_form.h"
#include "session/session.h"
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
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace ncf {

namespace {
constexpr int kSettingsWidth = 420;
constexpr auto kFirstPreset = "neumf-8";
}  // namespace

ExperimentPage::ExperimentPage(Session* session, QWidget* parent)
    : QWidget(parent), session_(session) {
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
    row->addWidget(makeSettings());
    panel_ = new RunPanel(session_->training());
    row->addWidget(panel_, 1);
    stages_ = new QStackedWidget;
    stages_->addWidget(empty);
    stages_->addWidget(content);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(stages_);

    connect(panel_, &RunPanel::startRequested, this, &ExperimentPage::start);
    connect(model_, &ModelForm::changed, this, &ExperimentPage::update);
    connect(training_, &TrainingForm::changed, this, &ExperimentPage::update);
    connect(session_, &Session::projectChanged, this, &ExperimentPage::dataChanged);
    connect(session_, &Session::importStarted, this, &ExperimentPage::update);
    connect(session_, &Session::importCancelled, this, &ExperimentPage::update);
    connect(session_, &Session::failed, this, &ExperimentPage::update);
    connect(session_->training(), &TrainingRun::stateChanged, this,
            [this](TrainingRun::State state) {
                settings_->setEnabled(state == TrainingRun::State::Idle);
            });
    presets_->setCurrentIndex(presets_->findData(QString::fromLatin1(kFirstPreset)));
    choosePreset(presets_->currentIndex());
}

QWidget* ExperimentPage::makeSettings() {
    settings_ = new QWidget;
    auto* const layout = new QVBoxLayout(settings_);
    layout->setContentsMargins(0, 0, Theme::kGap, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makePresets());
    auto* const modelCard = new Card(tr("Network"));
    model_ = new ModelForm;
    size_ = new QLabel;
    size_->setProperty("caption", true);
    modelCard->body()->addWidget(model_);
    modelCard->body()->addWidget(size_);
    layout->addWidget(modelCard);
    auto* const trainingCard = new Card(tr("Training and evaluation"));
    training_ = new TrainingForm;
    trainingCard->body()->addWidget(training_);
    layout->addWidget(trainingCard);
    layout->addStretch();
    auto* const scroll = makeScrollColumn(settings_);
    scroll->setFixedWidth(kSettingsWidth);
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

void ExperimentPage::choosePreset(int index) {
    const auto& preset = presets()[static_cast<std::size_t>(index)];
    description_->setText(QString::fromStdString(preset.description));
    ExperimentConfig config = preset.config;
    const auto& info = session_->datasetInfo();
    if (info && info->hasSuppliedTest && !config.training.explicitFeedback()) {
        config.split.kind = SplitKind::Supplied;
    }
    setConfig(config);
}

void ExperimentPage::setConfig(const ExperimentConfig& config) {
    model_->setConfig(config.model);
    training_->setConfig(config);
}

ExperimentConfig ExperimentPage::config() const {
    ExperimentConfig config;
    config.model = model_->config();
    return training_->apply(config);
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
    choosePreset(presets_->currentIndex());
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
        return tr("This data has no ratings to learn. Learn who interacts with what instead.");
    }
    if (info && config.split.kind == SplitKind::Supplied && !info->hasSuppliedTest) {
        return tr("This data came without a test set of its own. Hold out something else.");
    }
    return {};
}

void ExperimentPage::update() {
    panel_->setProblem(problem());
    const auto& info = session_->datasetInfo();
    if (info) {
        size_->setText(tr("%1 parameters for %2 users and %3 items")
                           .arg(QLocale().toString(static_cast<qulonglong>(
                                    parameterCount(model_->config(), info->users, info->items))),
                                QLocale().toString(static_cast<qulonglong>(info->users)),
                                QLocale().toString(static_cast<qulonglong>(info->items))));
    }
}

void ExperimentPage::start() {
    if (problem().isEmpty() && session_->datasetInfo()) {
        session_->training()->start(session_->projectFile(), config(), name_->text().trimmed());
    }
}

}  // namespace ncf
