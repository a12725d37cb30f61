#include "data/split.h"

#include "base/random.h"

#include <algorithm>
#include <unordered_set>

namespace ncf {

namespace {

enum class Part : std::uint8_t { Train, Validation, Test, Unused };

// Where each interaction of one user goes, in the order of Dataset::itemsOf().
using UserParts = std::vector<Part>;

// The last position that is still in training, or -1 when fewer than `needed` are.
std::ptrdiff_t lastTrain(const UserParts& parts, std::ptrdiff_t needed) {
    if (std::count(parts.begin(), parts.end(), Part::Train) < needed) {
        return -1;
    }
    const auto found = std::find(parts.rbegin(), parts.rend(), Part::Train);
    return std::distance(found, parts.rend()) - 1;
}

void holdOutLast(UserParts& parts, Part part) {
    if (const auto at = lastTrain(parts, 2); at >= 0) {
        parts[static_cast<std::size_t>(at)] = part;
    }
}

void holdOutAny(UserParts& parts, Part part, Random& random) {
    const auto inTraining = std::count(parts.begin(), parts.end(), Part::Train);
    if (inTraining < 2) {
        return;
    }
    auto left = random.below(static_cast<std::uint32_t>(inTraining));
    for (Part& place : parts) {
        if (place == Part::Train && left-- == 0) {
            place = part;
            return;
        }
    }
}

void holdOutTest(UserParts& parts, std::span<const ItemIndex> items, ItemIndex testItem) {
    const auto found = std::find(items.begin(), items.end(), testItem);
    if (testItem != IdMap::kNone && found != items.end()) {
        parts[static_cast<std::size_t>(found - items.begin())] = Part::Test;
    }
}

// What says nothing of what is to be learnt: without a rating where ratings are learnt, else below
// the threshold or not known to reach it. A supplied test item is ranked whatever its rating is.
void leaveOut(UserParts& parts, std::span<const float> ratings, const SplitConfig& config,
              bool explicitFeedback) {
    for (std::size_t at = 0; at < ratings.size(); ++at) {
        const bool unused = explicitFeedback ? !isRated(ratings[at])
                                             : config.positiveFrom != 0 &&
                                                   !(ratings[at] >= config.positiveFrom) &&
                                                   parts[at] == Part::Train;
        if (unused) {
            parts[at] = Part::Unused;
        }
    }
}

// A random share of all interactions: the first of a shuffled list of them, so that the shares are
// exact. Keeps at least one interaction of every user for training.
void holdOutRatio(std::vector<UserParts>& parts, const SplitConfig& config, Random& random) {
    struct Position {
        std::size_t user;
        std::size_t at;
    };
    std::vector<Position> all;
    std::vector<std::size_t> remaining(parts.size(), 0);
    for (std::size_t user = 0; user < parts.size(); ++user) {
        for (std::size_t at = 0; at < parts[user].size(); ++at) {
            if (parts[user][at] == Part::Train) {
                all.push_back({user, at});
                ++remaining[user];
            }
        }
    }
    random.shuffle(all);
    const auto count = static_cast<double>(all.size());
    auto testLeft = static_cast<std::size_t>(count * config.testShare + 0.5);
    auto validationLeft = static_cast<std::size_t>(count * config.validationShare + 0.5);
    for (const auto& [user, at] : all) {
        if (testLeft + validationLeft == 0) {
            break;
        }
        if (remaining[user] < 2) {
            continue;
        }
        const bool test = testLeft > 0;
        parts[user][at] = test ? Part::Test : Part::Validation;
        --(test ? testLeft : validationLeft);
        --remaining[user];
    }
}

// `count` different items outside `known` (ascending), or all of them if there are fewer.
std::vector<ItemIndex> drawNegatives(const std::vector<ItemIndex>& known, std::size_t items,
                                     std::size_t count, Random& random) {
    std::vector<ItemIndex> negatives;
    const std::size_t available = items - known.size();
    const auto isKnown = [&](ItemIndex item) {
        return std::binary_search(known.begin(), known.end(), item);
    };
    if (available <= 2 * count) {
        for (ItemIndex item = 0; item < static_cast<ItemIndex>(items); ++item) {
            if (!isKnown(item)) {
                negatives.push_back(item);
            }
        }
        random.shuffle(negatives);
        negatives.resize(std::min(count, negatives.size()));
        return negatives;
    }
    std::unordered_set<ItemIndex> drawn;
    while (negatives.size() < count) {
        const auto item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items)));
        if (!isKnown(item) && drawn.insert(item).second) {
            negatives.push_back(item);
        }
    }
    return negatives;
}

// The items of one user that are in one of the parts, ascending.
std::vector<ItemIndex> itemsIn(std::span<const ItemIndex> items, const UserParts& parts,
                               std::initializer_list<Part> wanted) {
    std::vector<ItemIndex> found;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (std::find(wanted.begin(), wanted.end(), parts[at]) != wanted.end()) {
            found.push_back(items[at]);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

void joinValidation(Split& split) {
    std::vector<Interaction> all;
    all.reserve(split.train.size() + split.validation.size());
    for (std::size_t at = 0; at < split.users; ++at) {
        const auto user = static_cast<UserIndex>(at);
        const auto items = split.train.itemsOf(user);
        const auto ratings = split.train.ratingsOf(user);
        for (std::size_t i = 0; i < items.size(); ++i) {
            all.push_back({user, items[i], ratings[i], 0});
        }
    }
    for (const auto& held : split.validation) {
        all.push_back({held.user, held.item, held.rating, 0});
    }
    split.train = InteractionSet(split.users, all);
    split.validation.clear();
}

Status SplitConfig::validate() const {
    const auto bad = [](std::string what, std::string remedy) {
        return Status(Error{ErrorKind::BadInput, std::move(what), std::move(remedy)});
    };
    if (!(testShare > 0 && testShare < 1)) {
        return bad("The test share must lie between 0 and 1.", "Usual is 0.1 to 0.3.");
    }
    if (!(validationShare > 0 && validationShare < 1) || testShare + validationShare >= 1) {
        return bad("The validation share must be above 0 and leave something for training.",
                   "Usual is 0.1.");
    }
    if (negatives < 1 || negatives > 100000) {
        return bad("The number of evaluation negatives must be 1 to 100,000.", "Usual is 99.");
    }
    if (!(positiveFrom >= -1e9 && positiveFrom <= 1e9)) {
        return bad("The rating from which an interaction counts must be a number.",
                   "0 counts every interaction.");
    }
    return {};
}

Result<Split> makeSplit(const Dataset& dataset, const SplitConfig& config, bool explicitFeedback,
                        std::uint64_t seed) {
    if (const auto valid = config.validate(); !valid) {
        return valid.error();
    }
    if (config.kind == SplitKind::Supplied && !dataset.suppliedTest()) {
        return Error{ErrorKind::BadInput, "This data came without a test set of its own.",
                     "Choose leave-one-out or ratio as the split."};
    }
    const std::size_t users = dataset.userCount();
    std::vector<UserParts> parts(users);
    for (std::size_t user = 0; user < users; ++user) {
        const auto index = static_cast<UserIndex>(user);
        parts[user].assign(dataset.itemsOf(index).size(), Part::Train);
        if (config.kind == SplitKind::Supplied) {
            holdOutTest(parts[user], dataset.itemsOf(index), dataset.suppliedTest()->item[user]);
        }
        if (dataset.hasRatings()) {
            leaveOut(parts[user], dataset.ratingsOf(index), config, explicitFeedback);
        }
        if (config.kind == SplitKind::Supplied) {
            if (dataset.hasTimestamps()) {
                holdOutLast(parts[user], Part::Validation);
            } else {
                // By user, so that it does not depend on who else is in the data.
                auto random = Random::stream(seed ^ (user << 8), random_stream::split);
                holdOutAny(parts[user], Part::Validation, random);
            }
        } else if (config.kind == SplitKind::LeaveOneOut) {
            holdOutLast(parts[user], Part::Test);
            holdOutLast(parts[user], Part::Validation);
        }
    }
    if (config.kind == SplitKind::Ratio) {
        auto random = Random::stream(seed, random_stream::split);
        holdOutRatio(parts, config, random);
    }

    Split split;
    split.users = users;
    split.items = dataset.itemCount();
    std::vector<Interaction> train;
    train.reserve(dataset.interactionCount());
    for (std::size_t user = 0; user < users; ++user) {
        const auto index = static_cast<UserIndex>(user);
        const auto items = dataset.itemsOf(index);
        const auto ratings = dataset.ratingsOf(index);
        // Drawn per user, so that one user's negatives do not depend on who else is in the data.
        auto random = Random::stream(seed ^ (user << 8), random_stream::evaluationNegatives);
        for (std::size_t at = 0; at < items.size(); ++at) {
            if (parts[user][at] == Part::Train) {
                train.push_back({index, items[at], ratings[at], 0});
            } else if (parts[user][at] != Part::Unused) {
                const bool test = parts[user][at] == Part::Test;
                HeldOut heldOut{index, items[at], ratings[at], {}};
                if (!explicitFeedback) {
                    if (test && config.kind == SplitKind::Supplied) {
                        heldOut.negatives = dataset.suppliedTest()->negatives[user];
                    } else {
                        const auto known =
                            test
                                ? itemsIn(items, parts[user],
                                          {Part::Train, Part::Validation, Part::Test, Part::Unused})
                                : itemsIn(items, parts[user],
                                          {Part::Train, Part::Validation, Part::Unused});
                        heldOut.negatives = drawNegatives(
                            known, split.items, static_cast<std::size_t>(config.negatives), random);
                    }
                }
                (test ? split.test : split.validation).push_back(std::move(heldOut));
            }
        }
    }
    split.train = InteractionSet(users, train);
    if (split.test.empty() || split.validation.empty()) {
        return Error{ErrorKind::BadInput,
                     "Nothing can be held out: no user has the three interactions that training, "
                     "validation and test need.",
                     explicitFeedback
                         ? "Import more data with ratings, or learn the interactions instead."
                         : "Import more data, or lower the rating from which an interaction "
                           "counts."};
    }
    return split;
}

}  // namespace ncf
