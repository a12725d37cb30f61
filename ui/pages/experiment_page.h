#pragma once

#include "experiment/experiment_config.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace ncf {

class ModelForm;
class RunPanel;
class Session;
class TrainingForm;

// Where a network is shaped, trained and watched.
class ExperimentPage : public QWidget {
    Q_OBJECT

public:
    explicit ExperimentPage(Session* session, QWidget* parent = nullptr);

    void setConfig(const ExperimentConfig& config);
    ExperimentConfig config() const;

Q_SIGNALS:
    void dataPageRequested();

private:
    QWidget* makeSettings();
    QWidget* makePresets();
    void choosePreset(int index);
    void dataChanged();
    void update();
    void start();
    QString problem() const;

    Session* session_;
    QStackedWidget* stages_;
    QWidget* settings_;
    QComboBox* presets_;
    QLabel* description_;
    QLineEdit* name_;
    ModelForm* model_;
    QLabel* size_;
    TrainingForm* training_;
    RunPanel* panel_;
};

}  // namespace ncf
