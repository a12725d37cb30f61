#pragma once

#include "experiment/sweep_plan.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ncf {

// One setting that a sweep varies: which, and what it takes. Says below itself what is wrong.
class AxisRow : public QWidget {
    Q_OBJECT

public:
    AxisRow(const QString& setting, const QString& values, QWidget* parent = nullptr);

    QString setting() const;
    Result<SweepAxis> axis() const;
    void setProblem(const QString& problem);
    // The widgets are named after the row's number, from 1.
    void setNumber(int number);

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    void showHelp();

    QComboBox* setting_;
    QLineEdit* values_;
    QPushButton* remove_;
    QLabel* problem_;
};

}  // namespace ncf
