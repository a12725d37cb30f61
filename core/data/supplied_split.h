#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/ratings_reader.h"

#include <filesystem>
#include <stop_token>

namespace ncf {

// The three files of the NCF paper's leave-one-out split (He et al., 2017): NAME.train.rating,
// NAME.test.rating and NAME.test.negative. Ids are the files' own numbers, as text.
struct SuppliedSplitFiles {
    std::filesystem::path train;
    std::filesystem::path test;
    std::filesystem::path negatives;
};

// The three files that belong together, given any one of them; nullopt when the name does not end
// in .train.rating, .test.rating or .test.negative.
std::optional<SuppliedSplitFiles> suppliedSplitFiles(const std::filesystem::path& anyOfThem);

// Reads them into one dataset whose suppliedTest() holds the test items and their negatives. A
// negative that is the test item itself is removed; a negative that was never interacted with
// becomes an item without interactions. A line of the negatives file reads
// "(user,item)<tab>negative<tab>…". Train rows come before the user's test row in file order.
Result<RatingsFile> readSuppliedSplit(const SuppliedSplitFiles& files,
                                      const ProgressCallback& progress = {},
                                      std::stop_token stop = {});

}  // namespace ncf
