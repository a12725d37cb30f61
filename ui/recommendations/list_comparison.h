#pragma once

#include "experiment/held_out.h"
#include "models/item_lists.h"

#include <QWidget>

namespace ncf {

class Card;
class ListFilterBar;
class RankedList;
class Session;

// What a run recommends to a user, and beside it, if wanted, what another run does: what moved up,
// what moved down, what is in one list only. One filter acts on both.
class ListComparison : public QWidget {
    Q_OBJECT

public:
    struct Run {
        qint64 id = 0;  // 0 for none
        QString name;

        bool operator==(const Run&) const = default;
    };

    explicit ListComparison(Session* session, QWidget* parent = nullptr);

    // Both lists are read at once; user −1 for nobody.
    void show(const Run& run, const Run& other, UserIndex user);
    // Another project is open.
    void forget();

Q_SIGNALS:
    void chosen(qint64 runId, ncf::ItemIndex item);
    void opened(ncf::ItemIndex item);
    // In the first of the lists.
    void heldOutFound(const std::vector<ncf::HeldOutPlace>& places);

private:
    struct Lists {
        std::vector<RecommendationRow> own;
        std::vector<RecommendationRow> other;
    };
    void fill(Lists lists);
    void fillGenres();
    void askPopularity();

    Session* session_;
    Card* card_;
    ListFilterBar* filter_;
    RankedList* own_;
    RankedList* other_;
    Run run_;
    Run otherRun_;
    UserIndex user_ = -1;
    bool popularityAsked_ = false;
};

}  // namespace ncf
