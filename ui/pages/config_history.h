#pragma once

#include "experiment/experiment_config.h"

#include <QObject>
#include <QUndoStack>

class QAction;
class QWidget;

namespace ncf {

// What a person changed in the settings of an experiment, to undo and to redo. A step is a whole
// configuration before and after, so that nothing can be forgotten in it.
class ConfigHistory : public QObject {
    Q_OBJECT

public:
    explicit ConfigHistory(QObject* parent = nullptr);

    // For a menu: they name the step, and are enabled when there is one.
    QAction* undoAction() const { return undo_; }
    QAction* redoAction() const { return redo_; }

    // The number fields within `form` leave the keys of undo and redo to the history, unless they
    // have typed text to undo.
    void serve(QWidget* form);

    // A change that was made. `what` names it; those of one non-empty series that follow each other
    // are one step.
    void record(const ExperimentConfig& before, const ExperimentConfig& after, const QString& what,
                const QString& series);
    void clear() { stack_.clear(); }
    // Whether steps can be taken now.
    void setEnabled(bool enabled);

Q_SIGNALS:
    // A step was undone or redone: this is to be the configuration.
    void restored(const ncf::ExperimentConfig& config);

protected:
    bool eventFilter(QObject* field, QEvent* event) override;

private:
    void update();

    QUndoStack stack_;
    QAction* undo_;
    QAction* redo_;
    bool enabled_ = true;
};

}  // namespace ncf
