#include "pages/config_history.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QUndoCommand>

#include <functional>
#include <utility>

namespace ncf {

namespace {

using Restore = std::function<void(const ExperimentConfig&)>;

class ConfigChange : public QUndoCommand {
public:
    ConfigChange(ExperimentConfig before, ExperimentConfig after, const QString& what,
                 QString series, Restore restore)
        : QUndoCommand(what),
          before_(std::move(before)),
          after_(std::move(after)),
          series_(std::move(series)),
          restore_(std::move(restore)) {}

    // All of them are of one kind, which may be merged.
    int id() const override { return 1; }

    void undo() override { restore_(before_); }

    void redo() override {
        // The stack redoes what is pushed, which the person has done already.
        if (!std::exchange(isNew_, false)) {
            restore_(after_);
        }
    }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* const next = static_cast<const ConfigChange*>(other);
        if (series_.isEmpty() || series_ != next->series_) {
            return false;
        }
        after_ = next->after_;
        setObsolete(after_ == before_);
        return true;
    }

private:
    ExperimentConfig before_, after_;
    QString series_;
    Restore restore_;
    bool isNew_ = true;
};

}  // namespace

ConfigHistory::ConfigHistory(QObject* parent)
    : QObject(parent), undo_(new QAction(this)), redo_(new QAction(this)) {
    undo_->setShortcut(QKeySequence::Undo);
    redo_->setShortcut(QKeySequence::Redo);
    connect(undo_, &QAction::triggered, &stack_, &QUndoStack::undo);
    connect(redo_, &QAction::triggered, &stack_, &QUndoStack::redo);
    connect(&stack_, &QUndoStack::indexChanged, this, &ConfigHistory::update);
    update();
}

void ConfigHistory::serve(QWidget* form) {
    for (auto* const field : form->findChildren<QAbstractSpinBox*>()) {
        field->installEventFilter(this);
    }
}

bool ConfigHistory::eventFilter(QObject* field, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* const key = static_cast<QKeyEvent*>(event);
        const auto* const text = field->findChild<QLineEdit*>();
        if ((key->matches(QKeySequence::Undo) && !text->isUndoAvailable()) ||
            (key->matches(QKeySequence::Redo) && !text->isRedoAvailable())) {
            event->ignore();  // for the shortcut of the action
            return true;
        }
    }
    return QObject::eventFilter(field, event);
}

void ConfigHistory::record(const ExperimentConfig& before, const ExperimentConfig& after,
                           const QString& what, const QString& series) {
    if (before == after) {
        return;
    }
    stack_.push(new ConfigChange(before, after, what, series,
                                 [this](const auto& config) { Q_EMIT restored(config); }));
    update();  // a merged step leaves the index as it is
}

void ConfigHistory::setEnabled(bool enabled) {
    enabled_ = enabled;
    update();
}

void ConfigHistory::update() {
    const auto name = [](const QString& action, const QString& step) {
        return step.isEmpty() ? action : tr("%1: %2").arg(action, step);
    };
    undo_->setEnabled(enabled_ && stack_.canUndo());
    undo_->setText(name(tr("&Undo"), stack_.undoText()));
    redo_->setEnabled(enabled_ && stack_.canRedo());
    redo_->setText(name(tr("&Redo"), stack_.redoText()));
}

}  // namespace ncf
