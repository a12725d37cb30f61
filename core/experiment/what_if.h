#pragma once

#include "experiment/loaded_run.h"

#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

// An item that a person picked, and what they think of it.
struct RatedItem {
    ItemIndex item = 0;
    float rating = 1;  // on the data's scale; 1 where the data has no ratings

    bool operator==(const RatedItem&) const = default;
};

struct WhatIfList {
    std::vector<RecommendationRow> rows;  // best first, without the picked items
    double milliseconds = 0;              // from the picks to the list
};

// What the run would recommend to somebody it never saw: only this person's embeddings are fitted
// to their picks, against the frozen network. Nothing is stored. For implicit feedback a pick rated
// below the middle of the data's scale counts as "not for me", every other one as liked. The same
// picks give the same list; of several ratings of an item the last one counts. Errors: no picks,
// only dislikes, unknown items, explicit ratings off the scale, a run without a network;
// cancelled() when stopped.
Result<WhatIfList> whatIf(LoadedRun& run, std::span<const RatedItem> picks, int n,
                          std::stop_token stop = {});

// A user's list with and without some items of their training history. Both are made by fitting the
// user's embeddings anew, the second from the first on, so that they differ by the removal alone.
// Errors: as above; no such user or one without training history, an item outside it, nothing left.
struct WhatIfRemoval {
    WhatIfList with;
    WhatIfList without;  // the removed items may be recommended
};

Result<WhatIfRemoval> whatIfRemoved(LoadedRun& run, UserIndex user,
                                    std::span<const ItemIndex> removed, int n,
                                    std::stop_token stop = {});

}  // namespace ncf
