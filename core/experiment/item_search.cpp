#include "experiment/item_search.h"

#include "base/letter_case.h"

#include <algorithm>
#include <sstream>

namespace ncf {

namespace {

std::vector<std::string> wordsOf(const std::string& text) {
    std::istringstream stream(foldCase(text));
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

}  // namespace

std::vector<ItemIndex> findItems(const ProjectData& data, const std::string& text, int limit) {
    const auto words = wordsOf(text);
    std::vector<ItemIndex> found;
    for (std::size_t at = 0; at < data.dataset.itemCount(); ++at) {
        const auto item = static_cast<ItemIndex>(at);
        const std::string title = foldCase(data.infoOf(item).title);
        const std::string id = foldCase(data.dataset.items().id(item));
        if (std::ranges::all_of(words, [&](const std::string& word) {
                return title.find(word) != std::string::npos || id.find(word) != std::string::npos;
            })) {
            found.push_back(item);
        }
    }
    const auto wanted = std::min(found.size(), static_cast<std::size_t>(std::max(0, limit)));
    const auto popularity = [&](ItemIndex item) {
        return data.popularity[static_cast<std::size_t>(item)];
    };
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted),
                      found.end(), [&](ItemIndex a, ItemIndex b) {
                          return popularity(a) != popularity(b) ? popularity(a) > popularity(b)
                                                                : a < b;
                      });
    found.resize(wanted);
    return found;
}

}  // namespace ncf
