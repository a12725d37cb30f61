#include "pages/training_form.h"

#include "model/bfloat16.h"
#include "pages/form_helpers.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QScopedValueRollback>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace ncf {

namespace {

void setItemEnabled(QComboBox* box, int index, bool enabled, const QString& why) {
    if (auto* const item = qobject_cast<QStandardItemModel*>(box->model())->item(index)) {
        item->setEnabled(enabled);
        item->setToolTip(enabled ? QString() : why);
    }
}

}  // namespace

TrainingForm::TrainingForm(QWidget* parent) : QWidget(parent) {
    form_ = new QFormLayout(this);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setHorizontalSpacing(Theme::kGap);
    makeTraining(form_);
    trainingRows_ = form_->rowCount();
    makeEvaluation(form_);
    const auto watch = [this](auto* field, auto signal) {
        connect(field, signal, this, [this, field] { edited(field->accessibleName()); });
    };
    for (auto* const box : findChildren<QComboBox*>()) {
        watch(box, &QComboBox::currentIndexChanged);
    }
    for (auto* const box : findChildren<QSpinBox*>()) {
        watch(box, &QSpinBox::valueChanged);
    }
    for (auto* const box : findChildren<QDoubleSpinBox*>()) {
        watch(box, &QDoubleSpinBox::valueChanged);
    }
    watch(refit_, &QCheckBox::toggled);
    watch(seed_, &QLineEdit::textEdited);
    setConfig({});
}

void TrainingForm::makeTraining(QFormLayout* form) {
    const auto help = [](std::string_view key) { return fieldHelp("training", key); };
    loss_ = addField(form, tr("Learn"), help("loss"), new QComboBox);
    loss_->addItems({tr("interactions (BCE)"), tr("the ratings (MSE)"), tr("order of two (BPR)"),
                     tr("best of many (softmax)")});
    optimiser_ = addField(form, tr("Optimiser"), help("optimiser"), new QComboBox);
    optimiser_->addItems({tr("Lazy Adam"), tr("Adam"), tr("SGD")});
    learningRate_ =
        addField(form, tr("Learning rate"), help("learningRate"), decimalBox(1e-7, 100, 7, 0.0005));
    schedule_ = addField(form, tr("Schedule"), help("schedule"), new QComboBox);
    schedule_->addItems({tr("constant"), tr("halved each quarter"), tr("cosine, to 0")});
    momentum_ = addField(form, tr("Momentum"), help("momentum"), decimalBox(0, 0.999, 3, 0.1));
    weightDecay_ =
        addField(form, tr("Weight decay"), help("weightDecay"), decimalBox(0, 1, 8, 0.00001));
    decayExponent_ =
        addField(form, tr("Decay exponent"), help("decayExponent"), decimalBox(0, 1, 3, 0.25));
    averagedEpochs_ =
        addField(form, tr("Average over"), help("averagedEpochs"), decimalBox(0, 1000, 1, 0.5));
    setUnit(averagedEpochs_, tr(" epoch"), tr(" epochs"));
    averagedEpochs_->setSpecialValueText(tr("no epochs"));
    batchSize_ = addField(form, tr("Batch size"), help("batchSize"), spinBox(1, 1 << 24, 256));
    setUnit(batchSize_, tr(" sample"), tr(" samples"));
    epochs_ = addField(form, tr("Epochs at most"), help("epochs"), spinBox(1, 100000));
    negatives_ = addField(form, tr("Negatives per positive"), help("negativesPerPositive"),
                          spinBox(1, 1000));
    negativePopularity_ = addField(form, tr("Popular negatives"), help("negativePopularity"),
                                   decimalBox(0, 1, 3, 0.25));
    negativePopularity_->setSpecialValueText(tr("not preferred"));
    labelSmoothing_ = addField(form, tr("Label smoothing"), help("labelSmoothing"),
                               decimalBox(0, 0.999, 4, 0.01));
    labelSmoothing_->setSpecialValueText(tr("none"));
    patience_ = addField(form, tr("Patience"), help("patience"), spinBox(0, 100000));
    setUnit(patience_, tr(" epoch"), tr(" epochs"));
    patience_->setSpecialValueText(tr("never stop early"));
    pretrainingEpochs_ =
        addField(form, tr("Pre-train each branch"), help("pretrainingEpochs"), spinBox(0, 100000));
    setUnit(pretrainingEpochs_, tr(" epoch"), tr(" epochs"));
    pretrainingEpochs_->setSpecialValueText(tr("no"));
    tradeOff_ =
        addField(form, tr("Trade-off α"), help("pretrainingTradeOff"), decimalBox(0, 1, 3, 0.1));
    selection_ = addField(form, tr("Best epoch by"), help("selection"), new QComboBox);
    selection_->addItems({tr("NDCG@K"), tr("HR@K"), tr("Loss")});
    precision_ = addField(form, tr("Precision"), help("precision"), new QComboBox);
    precision_->addItems({tr("float32"), tr("bfloat16")});
    setItemEnabled(precision_, static_cast<int>(Precision::BFloat16), hasBFloat16(),
                   tr("This processor does not multiply bfloat16."));
    threads_ = addField(form, tr("Threads"), help("threads"), spinBox(1, 256));
}

void TrainingForm::makeEvaluation(QFormLayout* form) {
    split_ = addField(form, tr("Hold out"), fieldHelp("split", "kind"), new QComboBox);
    split_->addItems(
        {tr("each user's last"), tr("a share at random"), tr("the supplied test set")});
    splitAdvice_ = new QLabel;
    splitAdvice_->setTextFormat(Qt::PlainText);
    splitAdvice_->setWordWrap(true);
    splitAdvice_->setProperty("caption", true);
    form->addRow(splitAdvice_);
    setSplitAdvice({});
    positiveFrom_ = addField(form, tr("Counts from rating"), fieldHelp("split", "positiveFrom"),
                             decimalBox(0, 1000, 1, 0.5));
    positiveFrom_->setSpecialValueText(tr("every interaction"));
    cutoff_ = addField(form, tr("K"), fieldHelp("evaluation", "cutoff"), spinBox(1, 1000));
    candidates_ =
        addField(form, tr("Rank against"), fieldHelp("evaluation", "candidates"), new QComboBox);
    candidates_->addItems({tr("sampled negatives"), tr("the full catalogue")});
    refit_ = new QCheckBox(tr("Train anew with validation items"));
    refit_->setAccessibleName(refit_->text());
    refit_->setToolTip(fieldHelp("", "refit"));
    form->addRow(refit_);
    recommendations_ = addField(form, tr("Recommend per user"), fieldHelp("", "recommendations"),
                                spinBox(0, 1000));
    setUnit(recommendations_, tr(" item"), tr(" items"));
    seed_ = addField(form, tr("Seed"), fieldHelp("", "seed"), new QLineEdit);
    seed_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{1,19}")), seed_));
}

void TrainingForm::setConfig(const ExperimentConfig& config) {
    const QScopedValueRollback guard(filling_, true);
    kept_ = config;
    const auto& t = config.training;
    loss_->setCurrentIndex(static_cast<int>(t.loss));
    optimiser_->setCurrentIndex(static_cast<int>(t.optimiser));
    learningRate_->setValue(t.learningRate);
    schedule_->setCurrentIndex(static_cast<int>(t.schedule));
    momentum_->setValue(t.momentum);
    weightDecay_->setValue(t.weightDecay);
    decayExponent_->setValue(t.decayExponent);
    averagedEpochs_->setValue(t.averagedEpochs);
    batchSize_->setValue(t.batchSize);
    epochs_->setValue(t.epochs);
    negatives_->setValue(t.negativesPerPositive);
    negativePopularity_->setValue(t.negativePopularity);
    labelSmoothing_->setValue(t.labelSmoothing);
    patience_->setValue(t.patience);
    pretrainingEpochs_->setValue(t.pretrainingEpochs);
    tradeOff_->setValue(t.pretrainingTradeOff);
    selection_->setCurrentIndex(static_cast<int>(t.selection));
    precision_->setCurrentIndex(static_cast<int>(t.precision));
    threads_->setValue(t.threads);
    split_->setCurrentIndex(static_cast<int>(config.split.kind));
    positiveFrom_->setValue(config.split.positiveFrom);
    cutoff_->setValue(config.evaluation.cutoff);
    candidates_->setCurrentIndex(static_cast<int>(config.evaluation.candidates));
    refit_->setChecked(config.refit);
    recommendations_->setValue(config.recommendations);
    seed_->setText(QString::number(config.seed));
    for (int row = 0; row < trainingRows_; ++row) {
        form_->setRowVisible(row, config.hasNetwork());
    }
    enableFields();
}

ExperimentConfig TrainingForm::apply(ExperimentConfig config) const {
    const auto model = config.model;
    config = kept_;
    config.model = model;
    auto& t = config.training;
    t.loss = static_cast<Loss>(loss_->currentIndex());
    t.optimiser = static_cast<Optimiser>(optimiser_->currentIndex());
    t.learningRate = learningRate_->value();
    t.schedule = static_cast<Schedule>(schedule_->currentIndex());
    t.momentum = momentum_->value();
    t.weightDecay = weightDecay_->value();
    t.decayExponent = decayExponent_->value();
    t.averagedEpochs = averagedEpochs_->value();
    t.batchSize = batchSize_->value();
    t.epochs = epochs_->value();
    t.negativesPerPositive = negatives_->value();
    t.negativePopularity = negativePopularity_->value();
    t.labelSmoothing = labelSmoothing_->value();
    t.patience = patience_->value();
    t.pretrainingEpochs = pretrainingEpochs_->value();
    t.pretrainingTradeOff = tradeOff_->value();
    t.selection = static_cast<Selection>(selection_->currentIndex());
    t.precision = static_cast<Precision>(precision_->currentIndex());
    t.threads = threads_->value();
    config.split.kind = static_cast<SplitKind>(split_->currentIndex());
    config.split.positiveFrom = positiveFrom_->value();
    config.evaluation.cutoff = cutoff_->value();
    config.evaluation.candidates = static_cast<Candidates>(candidates_->currentIndex());
    config.refit = refit_->isChecked();
    config.recommendations = recommendations_->value();
    config.seed = seed_->text().toULongLong();
    return config;
}

void TrainingForm::setModel(const ModelConfig& model) {
    kept_.model = model;
    enableFields();
}

void TrainingForm::setDataHas(bool ratings, bool suppliedTest) {
    setItemEnabled(loss_, static_cast<int>(Loss::MeanSquaredError), ratings,
                   tr("This data has no ratings."));
    setItemEnabled(split_, static_cast<int>(SplitKind::Supplied), suppliedTest,
                   tr("This data came without a test set of its own."));
}

void TrainingForm::setSplitAdvice(const QString& reason) {
    splitAdvice_->setText(tr("Each user's last would mislead. %1").arg(reason));
    form_->setRowVisible(splitAdvice_, !reason.isEmpty());
}

void TrainingForm::edited(const QString& field) {
    if (!filling_) {
        enableFields();
        Q_EMIT changed(field);
    }
}

void TrainingForm::enableFields() {
    const auto loss = static_cast<Loss>(loss_->currentIndex());
    const bool ratings = loss == Loss::MeanSquaredError;
    for (auto* const widget :
         {static_cast<QWidget*>(negatives_), static_cast<QWidget*>(negativePopularity_),
          static_cast<QWidget*>(selection_), static_cast<QWidget*>(cutoff_),
          static_cast<QWidget*>(candidates_), static_cast<QWidget*>(positiveFrom_)}) {
        widget->setEnabled(!ratings);
    }
    labelSmoothing_->setEnabled(loss == Loss::BinaryCrossEntropy);
    decayExponent_->setEnabled(weightDecay_->value() > 0);
    precision_->setEnabled(kept_.model.mlp);
    const bool bothBranches = kept_.model.gmf && kept_.model.mlp;
    pretrainingEpochs_->setEnabled(bothBranches);
    tradeOff_->setEnabled(bothBranches && pretrainingEpochs_->value() > 0);
    momentum_->setEnabled(optimiser_->currentIndex() == static_cast<int>(Optimiser::Sgd));
}

}  // namespace ncf
