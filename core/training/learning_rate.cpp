#include "training/learning_rate.h"

#include "base/text.h"

#include <algorithm>

namespace ncf {

Result<std::vector<RateChange>> rateChangesFromText(const std::string& text) {
    std::vector<RateChange> changes;
    if (trimmed(text).empty()) {
        return changes;
    }
    for (const auto part : splitText(text, ",")) {
        const auto at = std::min(part.find('='), part.size());
        const auto epochs = parseDouble(trimmed(part.substr(0, at)));
        const auto rate = parseDouble(trimmed(part.substr(std::min(at + 1, part.size()))));
        const bool ordered =
            epochs && *epochs >= 0 && (changes.empty() || *epochs >= changes.back().epochsDone);
        if (!ordered || !rate || !(*rate > 0 && *rate <= 100)) {
            return Error{
                ErrorKind::BadInput,
                "“" + std::string(trimmed(part)) + "” is not a change of the learning rate.",
                "Write them in the order of time as EPOCHS=RATE, such as "
                "1.5=0.0005,3=0.0001."};
        }
        changes.push_back({*epochs, *rate});
    }
    return changes;
}

std::string toText(const std::vector<RateChange>& changes) {
    std::string text;
    for (const auto& change : changes) {
        text +=
            (text.empty() ? "" : ",") + shortest(change.epochsDone) + "=" + shortest(change.rate);
    }
    return text;
}

}  // namespace ncf
