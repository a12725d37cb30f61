#include "experiment/person.h"

#include "recommendation/person_network.h"

#include <algorithm>

namespace ncf {

Status needNetwork(const LoadedRun& run) {
    if (run.config().hasNetwork()) {
        return {};
    }
    return Error{ErrorKind::BadInput,
                 "Run “" + run.record().name + "” trained no network that a person fits into.",
                 "Choose a run of a neural model."};
}

Result<std::vector<Pick>> trainingPicks(const LoadedRun& run, UserIndex user) {
    const auto& train = run.split().train;
    if (auto status = run.expectUser(user); !status) {
        return status.error();
    }
    const auto items = train.itemsOf(user);
    if (items.empty()) {
        return Error{ErrorKind::BadInput,
                     "Run “" + run.record().name + "” learnt nothing from user “" +
                         run.data().dataset.users().id(user) + "”.",
                     "Choose a user with a history before the held-out items."};
    }
    const bool ratings = run.config().training.explicitFeedback();
    std::vector<Pick> picks;
    for (std::size_t at = 0; at < items.size(); ++at) {
        picks.push_back({items[at], ratings ? train.ratingsOf(user)[at] : 1.0f});
    }
    return picks;
}

PersonEmbedding trainedPerson(const LoadedRun& run, UserIndex user) {
    PersonEmbedding person;
    for (const auto& table : personTables(*run.model())) {
        const auto row = table[user].contiguous();
        person.insert(person.end(), row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
    }
    return person;
}

std::vector<Pick> picksWithout(std::span<const Pick> picks, std::span<const ItemIndex> removed) {
    std::vector<Pick> left;
    std::ranges::copy_if(picks, std::back_inserter(left), [&](const Pick& pick) {
        return std::ranges::find(removed, pick.item) == removed.end();
    });
    return left;
}

std::vector<ItemIndex> itemsOf(std::span<const Pick> picks) {
    std::vector<ItemIndex> items;
    for (const Pick& pick : picks) {
        items.push_back(pick.item);
    }
    std::ranges::sort(items);
    return items;
}

int placeOf(std::span<const float> scores, std::span<const ItemIndex> known, ItemIndex item) {
    const float own = scores[static_cast<std::size_t>(item)];
    int place = 1;
    for (std::size_t at = 0; at < scores.size(); ++at) {
        const auto other = static_cast<ItemIndex>(at);
        const bool before = scores[at] > own || (scores[at] == own && other < item);
        place += before && !std::ranges::binary_search(known, other) ? 1 : 0;
    }
    return place;
}

}  // namespace ncf
