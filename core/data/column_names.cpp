#include "data/column_names.h"

#include "base/letter_case.h"
#include "data/known_names.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

namespace ncf {

namespace {

double voteOf(const KnownNames& names, const std::string& plain) {
    const auto in = [&](const auto& list) {
        return std::find(list.begin(), list.end(), plain) != list.end();
    };
    return in(names.says) ? 1 : in(names.hints) ? 0.5 : 0;
}

bool contains(const std::initializer_list<std::string_view>& list, const std::string& plain) {
    return std::find(list.begin(), list.end(), plain) != list.end();
}

// The parts of a compound name, in small letters: "usr_id" → usr, id; "reviewTime" → review, time.
std::vector<std::string> wordsOf(std::string_view name) {
    std::vector<std::string> words(1);
    char before = ' ';
    for (const char c : name.substr(0, name.find(':'))) {
        const bool capital = c >= 'A' && c <= 'Z';
        const bool mark = static_cast<unsigned char>(c) < 0x80 && !capital &&
                          !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
        if ((mark || (capital && before >= 'a' && before <= 'z')) && !words.back().empty()) {
            words.emplace_back();
        }
        if (!mark) {
            words.back() += c;
        }
        before = c;
    }
    for (auto& word : words) {
        word = foldCase(word);
    }
    return words;
}

}  // namespace

std::string_view withoutColumnType(std::string_view name) {
    for (const std::string_view type : {":token_seq", ":token", ":float_seq", ":float"}) {
        if (name.ends_with(type)) {
            name.remove_suffix(type.size());
            break;
        }
    }
    return name;
}

std::string plainName(std::string_view name) {
    name = withoutColumnType(name);
    std::string plain;
    for (const char c : foldCase(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & '\x80') != 0) {
            plain += c;
        }
    }
    return plain;
}

double nameVote(std::string_view name, ColumnRole role) {
    const std::string plain = plainName(name);
    if (plain.empty()) {
        return 0;
    }
    if (const double vote = voteOf(knownNames(role), plain); vote > 0) {
        return vote;
    }
    // A compound speaks by its words, less plainly: "visit_user_key", "amt_trx", "lieferdatum".
    for (const auto other : kColumnRoles) {
        if (voteOf(knownNames(other), plain) == 1) {
            return 0;
        }
    }
    if (namesRowsOrEvents(name)) {
        return 0;
    }
    const auto words = wordsOf(name);
    for (const auto& word : words) {
        if (words.size() > 1 && voteOf(knownNames(role), word) > 0) {
            return 0.5;
        }
    }
    if (role == ColumnRole::Time) {
        for (const std::string_view ending : {"datum", "date", "time", "zeit", "timestamp"}) {
            if (plain.size() > ending.size() && plain.ends_with(ending)) {
                return 0.5;
            }
        }
    }
    return 0;
}

bool namesRowsOrEvents(std::string_view name) {
    return contains(namesOfRowsAndEvents(), plainName(name));
}

bool namesSequence(std::string_view name) {
    return contains(
        {"position", "pos", "order", "orderno", "sequence", "sequenceid", "seq", "step"},
        plainName(name));
}

bool isUsualColumnName(std::string_view name) {
    const std::string plain = plainName(name);
    return !plain.empty() && contains(usualNames(), plain);
}

double titleNameVote(std::string_view name, TitleRole role) {
    const std::string plain = plainName(name);
    const double vote = voteOf(knownTitleNames(role), plain);
    // What is an item's id beside ratings is one here, too.
    return role == TitleRole::Item ? std::max(vote, voteOf(knownNames(ColumnRole::Item), plain))
                                   : vote;
}

}  // namespace ncf
