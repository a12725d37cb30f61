#pragma once

#include "data/dataset.h"
#include "data/ratings_reader.h"
#include "data/statistics.h"

#include <string>
#include <vector>

namespace ncf {

// A sign that a file was not understood as it is meant, or that its results would mislead.
struct Alarm {
    enum class Kind {
        RejectedRows,     // many rows could not be used
        UnreadRatings,    // many rows are used without their rating, which cannot be read
        UnreadTimes,      // the same for times
        UserPerRow,       // nearly every row has a user of its own
        ItemPerRow,       // nearly every row has an item of its own
        FewItems,         // too few items to recommend any
        TimesAsItems,     // the items look like times
        DecimalsAsItems,  // the items look like decimal numbers
        DominantUser,     // one user has a third of the rows or more
        DominantItem,     // one item has a third of the rows or more
        EqualTimes,       // all interactions have the same time
        WholeDays,        // times are days, so that many users' last interaction is not known
        CommonOrder       // without times, all users' interactions are in nearly the same order
    };

    Kind kind;
    std::string text;  // sentences for a person: what was found, with numbers, and a remedy
};

// In the order of the kinds; none for data that nothing is wrong with. `report` is of the reading
// that gave the dataset, `statistics` are the dataset's.
std::vector<Alarm> alarmsOf(const Dataset& dataset, const DatasetStatistics& statistics,
                            const ReadReport& report);

}  // namespace ncf
