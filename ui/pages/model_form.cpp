#include "pages/model_form.h"

#include "architecture/cost_view.h"
#include "architecture/network_editor.h"
#include "pages/form_helpers.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace ncf {

namespace {

QCheckBox* switchBox(const QString& text, const QString& help) {
    auto* const box = new QCheckBox(text);
    box->setAccessibleName(text);
    box->setToolTip(help);
    return box;
}

}  // namespace

ModelForm::ModelForm(QWidget* parent) : QWidget(parent) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    network_ = new NetworkEditor;
    layout->addWidget(network_);
    costs_ = new CostView;
    layout->addWidget(costs_);
    auto* const form = new QFormLayout;
    form->setHorizontalSpacing(Theme::kGap);
    layout->addLayout(form);
    dotProduct_ = switchBox(tr("Dot product"), fieldHelp("model", "dotProduct"));
    biases_ = switchBox(tr("Biases"), fieldHelp("model", "biases"));
    auto* const switches = new QHBoxLayout;
    switches->setSpacing(Theme::kGap);
    switches->addWidget(dotProduct_);
    switches->addWidget(biases_);
    switches->addStretch();
    form->addRow(tr("GMF branch"), switches);
    activation_ = addField(form, tr("Activation"), fieldHelp("model", "activation"), new QComboBox);
    activation_->addItems({tr("ReLU"), tr("Leaky ReLU"), tr("tanh"), tr("Sigmoid")});
    dropout_ =
        addField(form, tr("Dropout"), fieldHelp("model", "dropout"), decimalBox(0, 0.95, 2, 0.05));
    embeddingStd_ = addField(form, tr("Initial spread"), fieldHelp("model", "embeddingStd"),
                             decimalBox(1e-6, 10, 6, 0.01));

    connect(network_, &NetworkEditor::edited, this, &ModelForm::edited);
    connect(dotProduct_, &QCheckBox::toggled, this, [this] { switched(tr("dot product")); });
    connect(biases_, &QCheckBox::toggled, this, [this] { switched(tr("biases")); });
    connect(activation_, &QComboBox::currentIndexChanged, this,
            [this] { edited(tr("activation"), {}); });
    connect(dropout_, &QDoubleSpinBox::valueChanged, this,
            [this] { edited(tr("dropout"), QStringLiteral("dropout")); });
    connect(embeddingStd_, &QDoubleSpinBox::valueChanged, this,
            [this] { edited(tr("initial spread"), QStringLiteral("embedding")); });
    setConfig({});
}

ModelConfig ModelForm::config() const {
    ModelConfig config = network_->config();
    config.activation = static_cast<Activation>(activation_->currentIndex());
    config.dropout = dropout_->value();
    config.embeddingStd = embeddingStd_->value();
    return config;
}

void ModelForm::setConfig(const ModelConfig& config) {
    const QScopedValueRollback guard(filling_, true);
    network_->setConfig(config);
    dotProduct_->setChecked(config.dotProduct);
    biases_->setChecked(config.biases);
    activation_->setCurrentIndex(static_cast<int>(config.activation));
    dropout_->setValue(config.dropout);
    embeddingStd_->setValue(config.embeddingStd);
    enableFields();
}

void ModelForm::setData(std::uint64_t users, std::uint64_t items) {
    network_->setData(users, items);
}

void ModelForm::setHealth(const std::vector<LayerHealth>& layers) {
    network_->setHealth(layers);
}

// The diagram shows what the switches change.
void ModelForm::switched(const QString& what) {
    if (!filling_) {
        ModelConfig config = network_->config();
        config.dotProduct = dotProduct_->isChecked();
        config.biases = biases_->isChecked();
        network_->setConfig(config);
        edited(what, {});
    }
}

void ModelForm::enableFields() {
    dotProduct_->setEnabled(network_->config().gmf);
    biases_->setEnabled(network_->config().gmf);
    // Both are of the dense layers.
    activation_->setEnabled(network_->config().mlp);
    dropout_->setEnabled(network_->config().mlp);
}

void ModelForm::edited(const QString& what, const QString& series) {
    if (!filling_) {
        enableFields();
        Q_EMIT changed(what, series);
    }
}

}  // namespace ncf
