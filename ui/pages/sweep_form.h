#pragma once

#include "experiment/sweep_plan.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QScrollArea;
class QSpinBox;
class QVBoxLayout;

namespace ncf {

class AxisRow;

// What a sweep varies and how much of it is tried. Says how many trials that makes, how long they
// take as far as that is known, and what is wrong, beside the field where it is.
class SweepForm : public QWidget {
    Q_OBJECT

public:
    explicit SweepForm(QWidget* parent = nullptr);

    // The settings that do not vary.
    void setBase(const ExperimentConfig& base);
    // For the estimate of time; below 0 while unknown.
    void setSecondsPerEpoch(double seconds);

    // What the fields say; only good while problem() is empty.
    const SweepPlan& plan() const { return plan_; }
    const std::vector<Trial>& trials() const { return trials_; }
    const QString& problem() const { return problem_; }

Q_SIGNALS:
    void changed();

private:
    void addRow(const QString& setting, const QString& values);
    void removeRow(AxisRow* row);
    void addUsualRows();
    void suitMethod();
    void numberRows();
    QWidget* makeBudget();
    void update();
    QString readAxes();
    void summarise();

    ExperimentConfig base_;
    double secondsPerEpoch_ = -1;
    SweepPlan plan_;
    std::vector<Trial> trials_;
    QString problem_;
    bool rowProblem_ = false;  // it is said at its row
    std::vector<AxisRow*> rows_;
    QVBoxLayout* rowsLayout_;
    QScrollArea* scroll_;
    QComboBox* order_;
    QSpinBox* count_;
    QCheckBox* halving_;
    QSpinBox* eta_;
    QSpinBox* firstEpochs_;
    QLineEdit* name_;
    QLabel* summary_;
};

}  // namespace ncf
