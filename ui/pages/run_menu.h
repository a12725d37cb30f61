#pragma once

#include "models/listed_run.h"

#include <QMenu>

#include <vector>

namespace ncf {

// What can be done with the selected runs. Its shortcuts work within the widget that the actions
// are added to as well.
class RunMenu : public QMenu {
    Q_OBJECT

public:
    explicit RunMenu(QWidget* parent = nullptr);

    // Enables what can be done with these.
    void setRuns(const std::vector<ListedRun>& runs);

Q_SIGNALS:
    void renameRequested();
    void notesRequested();
    void colourChosen(int colour);  // an index of kColourNames
    void baselineChosen(bool baseline);
    void deleteRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintColours();

    QAction* rename_;
    QAction* notes_;
    QMenu* colours_;
    QAction* baseline_;
    QAction* delete_;
};

}  // namespace ncf
