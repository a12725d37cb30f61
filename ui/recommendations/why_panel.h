#pragma once

#include "experiment/explain.h"
#include "models/reasons_model.h"
#include "session/latest_request.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace ncf {

class ElidedLabel;
class Session;

// Why a run recommends an item to a user: in words, with the items of the user's history that carry
// it and those most like it, and numbers for who asks for them. Made for a pane of some 420 × 300.
class WhyPanel : public QWidget {
    Q_OBJECT

public:
    explicit WhyPanel(Session* session, QWidget* parent = nullptr);

    // Works it out on the analysis thread; a newer call stops the one before it.
    void explain(qint64 runId, UserIndex user, ItemIndex item);
    // Stops what is being worked out and shows an invitation.
    void clear();

Q_SIGNALS:
    // A person wants to know more of an item of the explanation.
    void itemRequested(ncf::ItemIndex item);

private:
    struct Section {
        QWidget* widget;
        ReasonsModel* model;
        QTableView* table;
    };
    Section makeSection(const QString& name, ReasonsModel::Measure measure);
    QWidget* makeHeader();
    QWidget* makeMessage();
    QWidget* makeContent();
    void fill(const Section& section, std::vector<Reason> reasons);
    void showMessage(const QString& text);
    void showWorking();
    void showExplanation(const Explanation& explanation);
    void showPlaces();

    Session* session_;
    ElidedLabel* headline_;
    QToolButton* numbers_;
    QStackedWidget* stack_;
    QWidget* messagePage_;
    QLabel* message_;
    QProgressBar* progress_;
    QWidget* content_;
    QLabel* summary_;
    Section carriedBy_;
    Section nearest_;
    QLabel* places_;  // in this list and in one by popularity
    std::optional<Explanation> shown_;
    LatestRequest request_;
};

}  // namespace ncf
