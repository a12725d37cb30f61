#pragma once

#include "experiment/experiment_config.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace ncf {

// Everything of an experiment besides the model: how to train, how to split and how to evaluate.
class TrainingForm : public QWidget {
    Q_OBJECT

public:
    explicit TrainingForm(QWidget* parent = nullptr);

    // Fills all but the model. Without a network how to train is not shown.
    void setConfig(const ExperimentConfig& config);
    // `config` with all but the model taken from the fields.
    ExperimentConfig apply(ExperimentConfig config) const;

    // Which network it is for: some settings need both branches.
    void setModel(const ModelConfig& model);
    // Whether the data has ratings to learn, and a test set of its own.
    void setDataHas(bool ratings, bool suppliedTest);
    // Why holding out each user's last would mislead; empty where it does not.
    void setSplitAdvice(const QString& reason);

Q_SIGNALS:
    // The person changed the field of that name.
    void changed(const QString& field);

private:
    void makeTraining(QFormLayout* form);
    void makeEvaluation(QFormLayout* form);
    void edited(const QString& field);
    void enableFields();

    bool filling_ = false;
    ExperimentConfig kept_;  // what has no field here
    QFormLayout* form_;
    int trainingRows_ = 0;  // the first rows; the others are of the evaluation
    QComboBox* loss_;
    QComboBox* optimiser_;
    QDoubleSpinBox* learningRate_;
    QComboBox* schedule_;
    QDoubleSpinBox* momentum_;
    QDoubleSpinBox* weightDecay_;
    QDoubleSpinBox* decayExponent_;
    QDoubleSpinBox* averagedEpochs_;
    QSpinBox* batchSize_;
    QSpinBox* epochs_;
    QSpinBox* negatives_;
    QDoubleSpinBox* negativePopularity_;
    QDoubleSpinBox* labelSmoothing_;
    QSpinBox* patience_;
    QSpinBox* pretrainingEpochs_;
    QDoubleSpinBox* tradeOff_;
    QComboBox* precision_;
    QSpinBox* threads_;
    QComboBox* selection_;
    QComboBox* split_;
    QLabel* splitAdvice_;
    QDoubleSpinBox* positiveFrom_;
    QSpinBox* cutoff_;
    QComboBox* candidates_;
    QCheckBox* refit_;
    QSpinBox* recommendations_;
    QLineEdit* seed_;
};

}  // namespace ncf
