#include "pages/baseline_form.h"

#include "pages/form_helpers.h"
#include "theme/theme.h"

#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace ncf {

namespace {

QString wordsOn(Method method) {
    switch (method) {
        case Method::Popularity:
            return BaselineForm::tr(
                "This baseline has no network and nothing to train. It recommends to everybody "
                "what most users interacted with; what a user knows is left out.");
        case Method::ItemNeighbours:
            return BaselineForm::tr(
                "This baseline has no network and nothing to train. Two items are similar if the "
                "same users interacted with them, and a user is recommended what is most similar "
                "to the items in their history.");
        case Method::Neural:
            break;
    }
    return {};
}

}  // namespace

BaselineForm::BaselineForm(QWidget* parent) : QWidget(parent) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    words_ = new QLabel;
    words_->setWordWrap(true);
    layout->addWidget(words_);
    form_ = new QFormLayout;
    form_->setHorizontalSpacing(Theme::kGap);
    layout->addLayout(form_);
    const auto help = [](std::string_view key) { return fieldHelp("itemNeighbours", key); };
    neighbours_ =
        addField(form_, tr("Neighbours per item"), help("neighbours"), spinBox(0, 100000, 10));
    neighbours_->setSpecialValueText(tr("all"));
    shrinkage_ = addField(form_, tr("Shrinkage"), help("shrinkage"), decimalBox(0, 1e6, 3, 5));
    const auto watch = [this](auto* field, auto signal) {
        connect(field, signal, this, [this, field] {
            if (!filling_) {
                Q_EMIT changed(field->accessibleName());
            }
        });
    };
    watch(neighbours_, &QSpinBox::valueChanged);
    watch(shrinkage_, &QDoubleSpinBox::valueChanged);
}

void BaselineForm::setConfig(const ExperimentConfig& config) {
    const QScopedValueRollback guard(filling_, true);
    words_->setText(wordsOn(config.method));
    neighbours_->setValue(config.itemNeighbours.neighbours);
    shrinkage_->setValue(config.itemNeighbours.shrinkage);
    for (int row = 0; row < form_->rowCount(); ++row) {
        form_->setRowVisible(row, config.method == Method::ItemNeighbours);
    }
}

ItemNeighboursConfig BaselineForm::itemNeighbours() const {
    return {neighbours_->value(), shrinkage_->value()};
}

}  // namespace ncf
