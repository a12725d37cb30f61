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
        case Method::ImplicitAls:
            return BaselineForm::tr(
                "Matrix factorisation without a network: each user and each item is a list of "
                "numbers, and the sum of their products is close to 1 where the two met and to 0 "
                "elsewhere. Users and items are solved for in turn, exactly, once per epoch.");
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
    neighbourRows_ = form_->rowCount();
    const auto alsHelp = [](std::string_view key) { return fieldHelp("implicitAls", key); };
    factors_ = addField(form_, tr("Factors"), alsHelp("factors"), spinBox(1, 2048, 32));
    unobserved_ = addField(form_, tr("Weight of the unobserved"), alsHelp("unobservedWeight"),
                           decimalBox(1e-6, 10, 6, 0.1));
    regularisation_ = addField(form_, tr("Regularisation"), alsHelp("regularisation"),
                               decimalBox(1e-6, 1000, 6, 0.001));
    exponent_ = addField(form_, tr("Frequency exponent"), alsHelp("frequencyExponent"),
                         decimalBox(0, 1, 3, 0.1));
    iterations_ = addField(form_, tr("Iterations"), alsHelp("iterations"), spinBox(1, 1000, 1));
    const auto watch = [this](auto* field, auto signal) {
        connect(field, signal, this, [this, field] {
            if (!filling_) {
                Q_EMIT changed(field->accessibleName());
            }
        });
    };
    for (auto* const field : {neighbours_, factors_, iterations_}) {
        watch(field, &QSpinBox::valueChanged);
    }
    for (auto* const field : {shrinkage_, unobserved_, regularisation_, exponent_}) {
        watch(field, &QDoubleSpinBox::valueChanged);
    }
}

void BaselineForm::setConfig(const ExperimentConfig& config) {
    const QScopedValueRollback guard(filling_, true);
    words_->setText(wordsOn(config.method));
    neighbours_->setValue(config.itemNeighbours.neighbours);
    shrinkage_->setValue(config.itemNeighbours.shrinkage);
    factors_->setValue(config.implicitAls.factors);
    unobserved_->setValue(config.implicitAls.unobservedWeight);
    regularisation_->setValue(config.implicitAls.regularisation);
    exponent_->setValue(config.implicitAls.frequencyExponent);
    iterations_->setValue(config.implicitAls.iterations);
    for (int row = 0; row < form_->rowCount(); ++row) {
        const auto method = row < neighbourRows_ ? Method::ItemNeighbours : Method::ImplicitAls;
        form_->setRowVisible(row, config.method == method);
    }
}

ItemNeighboursConfig BaselineForm::itemNeighbours() const {
    return {neighbours_->value(), shrinkage_->value()};
}

ImplicitAlsConfig BaselineForm::implicitAls() const {
    return {factors_->value(), unobserved_->value(), regularisation_->value(), exponent_->value(),
            iterations_->value()};
}

}  // namespace ncf
