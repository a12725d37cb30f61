#include "pages/model_form.h"

#include "architecture/network_view.h"
#include "pages/form_helpers.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace ncf {

namespace {
constexpr int kMostLayers = 16;
}

ModelForm::ModelForm(QWidget* parent) : QWidget(parent) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    drawing_ = new NetworkView;
    layout->addWidget(drawing_);
    auto* const form = new QFormLayout;
    form->setHorizontalSpacing(Theme::kGap);
    layout->addLayout(form);

    gmf_ = addField(form, tr("GMF branch"), tr("Multiplies the user's and the item's embedding."),
                    new QCheckBox);
    gmfFactors_ =
        addField(form, tr("GMF factors"), fieldHelp("model", "gmfFactors"), spinBox(1, 4096));
    mlp_ = addField(form, tr("MLP branch"), tr("Sends both embeddings through the dense layers."),
                    new QCheckBox);
    mlpUserDim_ =
        addField(form, tr("User embedding"), fieldHelp("model", "mlpUserDim"), spinBox(1, 4096));
    mlpItemDim_ =
        addField(form, tr("Item embedding"), fieldHelp("model", "mlpItemDim"), spinBox(1, 4096));

    tower_ = new QWidget;
    towerLayout_ = new QVBoxLayout(tower_);
    towerLayout_->setContentsMargins(0, 0, 0, 0);
    towerLayout_->setSpacing(Theme::kGapSmall);
    addLayer_ = new QPushButton(tr("Add a layer"));
    addLayer_->setAccessibleName(tr("Add a dense layer on top"));
    connect(addLayer_, &QPushButton::clicked, this, [this] {
        auto tower = config().tower;
        tower.push_back(std::max(1, tower.back() / 2));
        setTower(tower);
        edited();
    });
    auto* const towerColumn = new QVBoxLayout;
    towerColumn->addWidget(tower_);
    towerColumn->addWidget(addLayer_);
    form->addRow(tr("Dense layers,\nfrom the bottom"), towerColumn);

    activation_ = addField(form, tr("Activation"), fieldHelp("model", "activation"), new QComboBox);
    activation_->addItems({tr("ReLU"), tr("Leaky ReLU"), tr("tanh"), tr("Sigmoid")});
    dropout_ =
        addField(form, tr("Dropout"), fieldHelp("model", "dropout"), decimalBox(0, 0.95, 2, 0.05));

    for (auto* const box : {gmf_, mlp_}) {
        connect(box, &QCheckBox::toggled, this, &ModelForm::edited);
    }
    for (auto* const box : {gmfFactors_, mlpUserDim_, mlpItemDim_}) {
        connect(box, &QSpinBox::valueChanged, this, &ModelForm::edited);
    }
    connect(activation_, &QComboBox::currentIndexChanged, this, &ModelForm::edited);
    connect(dropout_, &QDoubleSpinBox::valueChanged, this, &ModelForm::edited);
    setConfig({});
}

void ModelForm::setTower(const std::vector<int>& tower) {
    const QScopedValueRollback guard(filling_, true);
    qDeleteAll(tower_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    layers_.clear();
    for (std::size_t at = 0; at < tower.size(); ++at) {
        auto* const row = new QWidget;
        auto* const line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto* const width = spinBox(1, 8192);
        width->setValue(tower[at]);
        width->setAccessibleName(tr("Width of layer %1").arg(at + 1));
        width->setToolTip(fieldHelp("model", "tower"));
        connect(width, &QSpinBox::valueChanged, this, &ModelForm::edited);
        auto* const remove = new QPushButton(tr("Remove"));
        remove->setAccessibleName(tr("Remove layer %1").arg(at + 1));
        remove->setEnabled(tower.size() > 1);
        // Queued: the button is deleted with its row.
        connect(
            remove, &QPushButton::clicked, this,
            [this, at] {
                auto left = config().tower;
                left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
                setTower(left);
                edited();
            },
            Qt::QueuedConnection);
        line->addWidget(width, 1);
        line->addWidget(remove);
        towerLayout_->addWidget(row);
        layers_.push_back(width);
    }
    addLayer_->setEnabled(mlp_->isChecked() && tower.size() < kMostLayers);
}

ModelConfig ModelForm::config() const {
    ModelConfig config;
    config.gmf = gmf_->isChecked();
    config.gmfFactors = gmfFactors_->value();
    config.mlp = mlp_->isChecked();
    config.mlpUserDim = mlpUserDim_->value();
    config.mlpItemDim = mlpItemDim_->value();
    config.tower.clear();
    for (const auto* const layer : layers_) {
        config.tower.push_back(layer->value());
    }
    config.activation = static_cast<Activation>(activation_->currentIndex());
    config.dropout = dropout_->value();
    config.embeddingStd = embeddingStd_;
    return config;
}

void ModelForm::setConfig(const ModelConfig& config) {
    {
        const QScopedValueRollback guard(filling_, true);
        gmf_->setChecked(config.gmf);
        gmfFactors_->setValue(config.gmfFactors);
        mlp_->setChecked(config.mlp);
        mlpUserDim_->setValue(config.mlpUserDim);
        mlpItemDim_->setValue(config.mlpItemDim);
        setTower(config.tower);
        activation_->setCurrentIndex(static_cast<int>(config.activation));
        dropout_->setValue(config.dropout);
        embeddingStd_ = config.embeddingStd;
    }
    edited();
}

void ModelForm::edited() {
    if (filling_) {
        return;
    }
    gmfFactors_->setEnabled(gmf_->isChecked());
    for (auto* const widget :
         {static_cast<QWidget*>(mlpUserDim_), static_cast<QWidget*>(mlpItemDim_), tower_,
          static_cast<QWidget*>(activation_), static_cast<QWidget*>(dropout_)}) {
        widget->setEnabled(mlp_->isChecked());
    }
    addLayer_->setEnabled(mlp_->isChecked() && layers_.size() < kMostLayers);
    drawing_->setConfig(config());
    Q_EMIT changed();
}

}  // namespace ncf
