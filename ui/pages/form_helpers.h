#pragma once

#include "experiment/experiment_fields.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QString>

#include <string_view>
#include <type_traits>

namespace ncf {

// The help sentence of a setting from the one table of them, by its JSON key.
inline QString fieldHelp(std::string_view section, std::string_view key) {
    QString help;
    const ExperimentConfig config;
    forEachField(config, [&](const FieldInfo& field, const auto&) {
        if (field.section == section && field.key == key) {
            help = QString::fromUtf8(field.help.data(), static_cast<qsizetype>(field.help.size()));
        }
    });
    return help;
}

// A row of a form: the field gets the label as its accessible name and the help as its tool tip.
template <class Field>
Field* addField(QFormLayout* form, const QString& label, const QString& help, Field* field) {
    field->setAccessibleName(label);
    field->setToolTip(help);
    if constexpr (std::is_same_v<Field, QComboBox>) {
        // Long choices must not widen the column.
        field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        field->setMinimumContentsLength(8);
    }
    auto* const caption = new QLabel(label);
    caption->setToolTip(help);
    caption->setBuddy(field);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(caption, field);
    return field;
}

inline QSpinBox* spinBox(int low, int high, int step = 1) {
    auto* const box = new QSpinBox;
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setKeyboardTracking(false);
    return box;
}

// Takes as many decimals as it may, and shows no more than the number has.
class DecimalBox : public QDoubleSpinBox {
public:
    QString textFromValue(double value) const override {
        QLocale plain = locale();
        plain.setNumberOptions(plain.numberOptions() | QLocale::OmitGroupSeparator);
        return plain.toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

inline QDoubleSpinBox* decimalBox(double low, double high, int decimals, double step) {
    auto* const box = new DecimalBox;
    box->setDecimals(decimals);
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setKeyboardTracking(false);
    return box;
}

// What stands behind the number: another word where it is 1.
template <class Box>
void setUnit(Box* box, const QString& one, const QString& many) {
    const auto fit = [box, one, many] { box->setSuffix(box->value() == 1 ? one : many); };
    QObject::connect(box, &Box::valueChanged, box, fit);
    fit();
}

}  // namespace ncf
