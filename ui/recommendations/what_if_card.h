#pragma once

#include "experiment/what_if.h"
#include "models/list_moves.h"
#include "widgets/card.h"

#include <vector>

class QLabel;
class QStackedWidget;
class QTableView;

namespace ncf {

class ComparedListModel;

// A card with one made-up list, what it took to make it, and a sentence instead while there is
// none.
class WhatIfCard : public Card {
    Q_OBJECT

public:
    static constexpr int kLength = 20;  // items that are asked for

    explicit WhatIfCard(const QString& title, QWidget* parent = nullptr);

    // For a list beside another: places, moves and titles alone.
    void makeCompact();

    // `moves` is parallel to the list's rows, or empty for no marks.
    void showList(const WhatIfList& list, std::vector<ListMove> moves);
    // The list stays until its successor is there.
    void showWorking();
    // An empty headline is left out.
    void showMessage(const QString& headline, const QString& sentence);
    // What is shown; empty while there is a sentence instead.
    const std::vector<RecommendationRow>& rows() const;

Q_SIGNALS:
    void itemRequested(ncf::ItemIndex item);

private:
    QWidget* makeMessage();

    ComparedListModel* model_;
    QTableView* table_;
    QStackedWidget* stack_;
    QWidget* message_;
    QLabel* headline_;
    QLabel* sentence_;
    bool compact_ = false;
};

}  // namespace ncf
