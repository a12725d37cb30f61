#pragma once

#include "data/split_advice.h"
#include "experiment/experiment_config.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabWidget;

namespace ncf {

class BaselineForm;
class Card;
class ConfigHistory;
class ModelForm;
class RunPanel;
class Session;
class SweepPanel;
class TrainingForm;

// Where a network is shaped, trained and watched: one run, or a sweep over some of the settings.
class ExperimentPage : public QWidget {
    Q_OBJECT

public:
    explicit ExperimentPage(Session* session, QWidget* parent = nullptr);

    // A step that can be undone.
    void setConfig(const ExperimentConfig& config);
    ExperimentConfig config() const;

    // For a menu: what was last changed here, and what was last undone.
    QAction* undoAction() const;
    QAction* redoAction() const;

Q_SIGNALS:
    void dataPageRequested();
    void runChosen(qint64 runId);

private:
    QWidget* makeSettings();
    QWidget* makePresets();
    ExperimentConfig presetConfig(int index) const;
    QTabWidget* makeTabs();
    void choosePreset(int index);
    void fill(const ExperimentConfig& config);
    void edited(const QString& what, const QString& series);
    void restore(const ExperimentConfig& config);
    void dataChanged();
    void takeAdvice(const SplitAdvice& advice);
    void learnSpeed();
    void update();
    void start();
    QString problem() const;

    Session* session_;
    ConfigHistory* history_;
    SplitAdvice advice_;      // on the data
    ExperimentConfig shown_;  // in the forms, as of the last step
    QStackedWidget* stages_;
    QWidget* settings_;
    QComboBox* presets_;
    QLabel* description_;
    QLineEdit* name_;
    Card* network_;
    ModelForm* model_;
    Card* baselineCard_;
    BaselineForm* baseline_;
    TrainingForm* training_;
    QTabWidget* tabs_;
    RunPanel* panel_;
    SweepPanel* sweep_;
};

}  // namespace ncf
