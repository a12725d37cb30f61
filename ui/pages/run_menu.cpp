#include "pages/run_menu.h"

#include "theme/theme.h"

#include <QAction>
#include <QEvent>
#include <QPixmap>

#include <algorithm>

namespace ncf {

namespace {

// Parallel to kColourNames.
constexpr const char* kColours[] = {
    QT_TRANSLATE_NOOP("ncf::RunMenu", "None"),    QT_TRANSLATE_NOOP("ncf::RunMenu", "Blue"),
    QT_TRANSLATE_NOOP("ncf::RunMenu", "Orange"),  QT_TRANSLATE_NOOP("ncf::RunMenu", "Green"),
    QT_TRANSLATE_NOOP("ncf::RunMenu", "Magenta"), QT_TRANSLATE_NOOP("ncf::RunMenu", "Ochre"),
    QT_TRANSLATE_NOOP("ncf::RunMenu", "Cyan"),    QT_TRANSLATE_NOOP("ncf::RunMenu", "Violet")};
static_assert(std::size(kColours) == kColourNames.size());

}  // namespace

RunMenu::RunMenu(QWidget* parent) : QMenu(parent) {
    rename_ = addAction(tr("Rename"), QKeySequence(Qt::Key_F2), this, &RunMenu::renameRequested);
    notes_ = addAction(tr("Write notes"), this, &RunMenu::notesRequested);
    colours_ = addMenu(tr("Colour"));
    for (int colour = 0; colour < static_cast<int>(kColourNames.size()); ++colour) {
        colours_->addAction(tr(kColours[colour]), this,
                            [this, colour] { Q_EMIT colourChosen(colour); });
    }
    baseline_ = addAction(tr("Baseline for the others"));
    baseline_->setCheckable(true);
    connect(baseline_, &QAction::triggered, this, &RunMenu::baselineChosen);
    addSeparator();
    delete_ = addAction(tr("Delete"), QKeySequence::Delete, this, &RunMenu::deleteRequested);
    paintColours();
    setRuns({});
}

void RunMenu::setRuns(const std::vector<ListedRun>& runs) {
    const bool one = runs.size() == 1;
    rename_->setEnabled(one);
    notes_->setEnabled(one);
    colours_->setEnabled(!runs.empty());
    baseline_->setEnabled(one);
    baseline_->setChecked(one && runs.front().record.marks.baseline);
    delete_->setText(runs.size() > 1 ? tr("Delete %1 runs").arg(runs.size()) : tr("Delete"));
    delete_->setEnabled(!runs.empty() && std::ranges::none_of(runs, [](const ListedRun& run) {
        return run.record.status == RunStatus::Running;
    }));
}

void RunMenu::paintColours() {
    const auto actions = colours_->actions();
    for (int colour = 1; colour < actions.size(); ++colour) {
        QPixmap swatch(16, 16);
        swatch.fill(Theme::series(colour - 1));
        actions[colour]->setIcon(swatch);
    }
}

void RunMenu::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        paintColours();
    }
    QMenu::changeEvent(event);
}

}  // namespace ncf
