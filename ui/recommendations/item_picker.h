#pragma once

#include "session/latest_request.h"
#include "store/project.h"

#include <QWidget>

#include <set>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;

namespace ncf {

class Session;

// Finds items by words of their title or id, the most popular first, and lets a person pick them by
// a click or the Enter key.
class ItemPicker : public QWidget {
    Q_OBJECT

public:
    explicit ItemPicker(Session* session, QWidget* parent = nullptr);

    // The run whose data is searched; 0 for none. Loads the run.
    void setRun(qint64 runId);
    // These cannot be picked again.
    void setPicked(std::set<ItemIndex> picked);
    void clearSearch();

Q_SIGNALS:
    void picked(const ncf::RecommendationRow& item);

protected:
    // The arrow keys move in the list while the search has the focus.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void showFound(Result<std::vector<RecommendationRow>> found);
    void markPicked();
    void pickRow(int row);
    void enter();

    Session* session_;
    QLineEdit* search_;
    QLabel* caption_;
    QListWidget* list_;
    qint64 run_ = 0;
    std::vector<RecommendationRow> found_;  // by row of the list
    std::set<ItemIndex> picked_;
    LatestRequest request_;
    bool searching_ = false;
    bool enterWaits_ = false;  // Enter was pressed before what it means was found
};

}  // namespace ncf
