#include "base/text.h"
#include "data/column_names.h"
#include "data/detection.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

using Type = ColumnProfile::Type;

// What a vote weighs. A name that says the role outweighs everything that values can say.
constexpr double kName = 3;
constexpr double kNever = -100;
// Below this a column of values alone is not taken for a rating or a time.
constexpr double kLeast = 1.4;
// A column within this of the best is a rival.
constexpr double kClose = 0.6;

// With fewer rows, that all values differ says nothing.
constexpr std::size_t kEnoughRows = 20;

bool numbersRows(const ColumnProfile& column) {
    return column.unique() && column.values >= kEnoughRows;
}

bool fewValues(const ColumnProfile& column) {
    return column.values >= kEnoughRows && column.distinct <= 12 &&
           4 * column.distinct <= column.values;
}

// Values that repeat on a scale: stars, halves, tenths, percents.
bool looksLikeRating(const ColumnProfile& column) {
    if (column.type == Type::Word) {
        return true;
    }
    if ((column.type != Type::Integer && column.type != Type::Decimal) || column.decimals > 2) {
        return false;
    }
    const bool repeats = column.values < kEnoughRows || 2 * column.distinct <= column.values;
    const bool scale = column.low >= -10 && column.high <= 100 && column.distinct <= 101;
    return repeats && scale &&
           (column.values < kEnoughRows || column.distinct <= 25 ||
            10 * column.distinct <= column.values);
}

// A name that says another role.
bool namedOtherwise(const ColumnProfile& column, ColumnRole role) {
    return nameVote(column.name, role) < 1 &&
           std::any_of(kColumnRoles.begin(), kColumnRoles.end(), [&](ColumnRole other) {
               return other != role && nameVote(column.name, other) == 1;
           });
}

double commonScore(const ColumnProfile& column, ColumnRole role) {
    double score = kName * nameVote(column.name, role);
    score -= namedOtherwise(column, role) ? kName : 0;
    score -= score == 0 && isUsualColumnName(column.name) ? 1.5 : 0;
    return score;
}

double idScore(const ColumnProfile& column, ColumnRole role, bool header) {
    const bool named = nameVote(column.name, role) == 1;
    if (column.type == Type::Empty && !named) {
        return kNever;
    }
    double score = commonScore(column, role);
    if (!named) {
        const bool rows = header && namesRowsOrEvents(column.name);
        score -= rows && nameVote(column.name, role) == 0 ? 2 : 0;
        score -= column.type == Type::Decimal || column.type == Type::Time ? 6 : 0;
        score -= column.constant() ? 4 : 0;
        score -= numbersRows(column) ? 3 : 0;
        score -= fewValues(column) ? 1 : 0;
        score -= column.type == Type::Word ? 2 : 0;
        score -= column.longest > 80 ? 1 : 0;
        score -= column.missing > column.values ? 2 : 0;
    } else {
        score -= numbersRows(column) ? 0.5 : 0;
        score -= column.type == Type::Decimal ? 1 : 0;
        // Of an id and a name of the same the id; of a variant and its product the product, by
        // which Amazon's reviews are published.
        const std::string plain = plainName(column.name);
        score -= plain.ends_with("name") ? 0.8 : 0;
        score += plain.starts_with("parent") ? 0.8 : 0;
    }
    return score;
}

double ratingScore(const ColumnProfile& column, bool header) {
    const double vote = nameVote(column.name, ColumnRole::Rating);
    const double readable = column.number ? column.number->readable : 0;
    if (readable < (vote == 1 ? 0.5 : 0.9) || (column.type == Type::Time && vote < 1)) {
        return kNever;
    }
    double score = commonScore(column, ColumnRole::Rating);
    score += looksLikeRating(column) ? 1.5 : 0;
    score -= header && vote == 0 && namesRowsOrEvents(column.name) ? 3 : 0;
    score -= column.constant() ? 1.5 : 0;
    score -= vote < 1 && numbersRows(column) ? 3 : 0;
    return score;
}

double timeScore(const ColumnProfile& column) {
    const double vote = nameVote(column.name, ColumnRole::Time);
    if (!column.time || column.time->readable < (vote == 1 ? 0.5 : 0.9)) {
        return kNever;
    }
    const bool order = column.time->format.kind == TimeFormat::Kind::Order;
    if (vote == 0 && column.type != Type::Time) {
        return kNever;
    }
    double score = commonScore(column, ColumnRole::Time);
    score += column.type == Type::Time ? 2 : 0;
    score -= order && vote < 1 ? 0.05 : 0;
    score -= column.constant() && vote < 1 ? 2 : 0;
    // Of the same moments in two columns the finer one.
    switch (column.time->format.kind) {
        case TimeFormat::Kind::Seconds:
        case TimeFormat::Kind::Milliseconds:
        case TimeFormat::Kind::Microseconds:
        case TimeFormat::Kind::Nanoseconds:
            return score + 0.7;
        case TimeFormat::Kind::Year:
        case TimeFormat::Kind::YearMonth:
            return score - 0.7;
        default:
            return score;
    }
}

std::string columnText(const std::vector<ColumnProfile>& columns, int column) {
    const auto& name = columns[static_cast<std::size_t>(column)].name;
    return name.empty() ? "column " + std::to_string(column + 1) : "“" + name + "”";
}

// How well the column fits each of the roles.
std::array<double, 4> scoresOf(const ColumnProfile& column, bool header) {
    return {idScore(column, ColumnRole::User, header), idScore(column, ColumnRole::Item, header),
            ratingScore(column, header), timeScore(column)};
}

class RoleGuesser {
public:
    RoleGuesser(const std::vector<ColumnProfile>& columns, bool header)
        : columns_(columns), header_(header) {
        // Once for each column, since its name is looked up in long lists.
        for (const auto& column : columns) {
            scores_.push_back(scoresOf(column, header));
        }
    }

    std::array<RoleGuess, 4> guess() {
        guessIds();
        guessOther(ColumnRole::Rating);
        guessOther(ColumnRole::Time);
        for (const auto role : kColumnRoles) {
            if (role == ColumnRole::User || role == ColumnRole::Item) {
                doubtId(role);
            } else {
                doubtOther(role);
            }
        }
        return roles_;
    }

private:
    const ColumnProfile& at(int column) const { return columns_[static_cast<std::size_t>(column)]; }
    RoleGuess& role(ColumnRole role) { return roles_[static_cast<std::size_t>(role)]; }
    int count() const { return static_cast<int>(columns_.size()); }

    double score(int column, ColumnRole role) const {
        return scores_[static_cast<std::size_t>(column)][static_cast<std::size_t>(role)];
    }

    bool taken(int column) const {
        return std::any_of(roles_.begin(), roles_.end(),
                           [&](const RoleGuess& guess) { return guess.column == column; });
    }

    // The user and the item are chosen together, so that neither takes what the other needs more;
    // of equals the earlier is the user.
    void guessIds() {
        double best = 2 * kNever;
        if (count() == 1) {
            role(ColumnRole::User).column = 0;
        }
        for (int user = 0; user < count(); ++user) {
            const double userScore = score(user, ColumnRole::User);
            for (int item = 0; item < count() && userScore > kNever; ++item) {
                if (item == user) {
                    continue;
                }
                const double itemScore = score(item, ColumnRole::Item);
                const double sum =
                    userScore + itemScore + (user < item ? 0.1 : 0) - 0.001 * (user + item);
                if (itemScore > kNever && sum > best) {
                    best = sum;
                    role(ColumnRole::User).column = user;
                    role(ColumnRole::Item).column = item;
                }
            }
        }
    }

    void guessOther(ColumnRole which) {
        double best = kLeast;
        for (int column = 0; column < count(); ++column) {
            const double here = score(column, which) - 0.001 * column;
            if (!taken(column) && here > best) {
                best = here;
                role(which).column = column;
            }
        }
    }

    // The best of the columns without a role, if it is close to the chosen one.
    std::optional<int> rival(ColumnRole which) {
        const double chosen = score(*role(which).column, which);
        std::optional<int> found;
        double best = chosen - kClose;
        for (int column = 0; column < count(); ++column) {
            if (!taken(column) && score(column, which) > best) {
                best = score(column, which);
                found = column;
            }
        }
        return found;
    }

    void doubtId(ColumnRole which) {
        auto& guess = role(which);
        if (!guess.column) {
            guess.why = "no column can hold it";
            return;
        }
        const double vote = nameVote(at(*guess.column).name, which);
        guess.rival = rival(which);
        guess.why = vote > 0   ? "its name"
                    : !header_ ? "its place and its values"
                               : "the only column with values of that kind";
        if (guess.rival) {
            guess.why += "; " + columnText(columns_, *guess.rival) + " is nearly as likely";
        } else if (vote < 1 && score(*guess.column, which) < -2) {
            guess.why = "nothing else is left, though its values do not look like ids";
        } else if (header_ && vote == 0) {
            guess.why = "its values may be ids; its name does not say so";
        } else {
            return;
        }
        guess.sure = false;
    }

    void doubtOther(ColumnRole which) {
        auto& guess = role(which);
        if (!guess.column) {
            return;
        }
        const auto& column = at(*guess.column);
        const double vote = nameVote(column.name, which);
        guess.rival = rival(which);
        guess.why = vote > 0                      ? "its name"
                    : which == ColumnRole::Rating ? "few values, which repeat"
                                                  : "its values are times";
        const bool year = which == ColumnRole::Time && vote < 1 &&
                          column.time->format.kind == TimeFormat::Kind::Year;
        if (guess.rival) {
            guess.why += "; " + columnText(columns_, *guess.rival) + " is nearly as likely";
        } else if (header_ && which == ColumnRole::Rating && vote == 0) {
            guess.why = "few values, which repeat; its name does not say so";
        } else if (which == ColumnRole::Time && vote < 1 &&
                   column.time->format.kind == TimeFormat::Kind::Order &&
                   !namesSequence(column.name)) {
            guess.why = "its numbers may tell an order; they may be a duration as well";
        } else if (year) {
            guess.why = "it holds years, which may be the items' own";
        } else {
            return;
        }
        guess.sure = false;
    }

    const std::vector<ColumnProfile>& columns_;
    const bool header_;
    std::vector<std::array<double, 4>> scores_;  // of the columns, in the order of kColumnRoles
    std::array<RoleGuess, 4> roles_;
};

}  // namespace

std::string roleName(ColumnRole role) {
    switch (role) {
        case ColumnRole::User:
            return "user";
        case ColumnRole::Item:
            return "item";
        case ColumnRole::Rating:
            return "rating";
        case ColumnRole::Time:
            break;
    }
    return "time";
}

std::array<RoleGuess, 4> guessRoles(const std::vector<ColumnProfile>& columns, bool header) {
    return RoleGuesser(columns, header).guess();
}

Result<std::optional<int>> chooseColumn(const std::string& given,
                                        const std::vector<std::string>& names) {
    if (given == "none") {
        return std::optional<int>();
    }
    if (const auto found = std::find(names.begin(), names.end(), given); found != names.end()) {
        return std::optional(static_cast<int>(found - names.begin()));
    }
    const auto number = parseInteger(given);
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(names.size())) {
        return std::optional(static_cast<int>(*number - 1));
    }
    std::string known;
    for (const auto& name : names) {
        known += (known.empty() ? "" : ", ") + name;
    }
    return Error{ErrorKind::BadInput, "There is no column “" + given + "”.",
                 "The columns are: " + known + "."};
}

RatingColumns FileDetection::chosen() const {
    return {role(ColumnRole::User).column, role(ColumnRole::Item).column,
            role(ColumnRole::Rating).column, role(ColumnRole::Time).column};
}

}  // namespace ncf
