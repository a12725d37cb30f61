#include "base/text.h"
#include "data/table_format.h"
#include "data/timestamp.h"

#include <algorithm>

namespace ncf {

namespace {

// Lower case, letters only: "User_ID" → "userid".
std::string plainName(std::string_view name) {
    std::string plain;
    for (const char c : toLowerAscii(name)) {
        if (c >= 'a' && c <= 'z') {
            plain += c;
        }
    }
    return plain;
}

// The first column whose name is one of `names`, better names first.
std::optional<int> columnNamed(const TableGuess& guess,
                               std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        for (std::size_t column = 0; column < guess.columnNames.size(); ++column) {
            if (plainName(guess.columnNames[column]) == name) {
                return static_cast<int>(column);
            }
        }
    }
    return std::nullopt;
}

// Whether the values of a column mostly satisfy a test; false for a column without values.
template <class Test>
bool mostly(const TableGuess& guess, int column, Test test) {
    std::size_t good = 0;
    std::size_t seen = 0;
    for (const auto& row : guess.rows) {
        if (static_cast<std::size_t>(column) < row.size()) {
            ++seen;
            good += test(trimmed(row[static_cast<std::size_t>(column)])) ? 1 : 0;
        }
    }
    return seen > 0 && 10 * good >= 9 * seen;
}

bool isRating(std::string_view text) {
    const auto value = parseDouble(text);
    return value && *value >= -10 && *value <= 100;
}

bool isTime(std::string_view text) {
    const auto value = parseTimestamp(text);
    // A plain number counts as a time from 1980 on, so that ids and years are not taken for one.
    return value && (!parseDouble(text) || *value > 315532800);
}

bool isFlag(std::string_view text) {
    return text == "0" || text == "1";
}

}  // namespace

RatingColumns guessRatingColumns(const TableGuess& guess) {
    RatingColumns columns;
    const int count = static_cast<int>(guess.columnNames.size());
    if (guess.format.header) {
        columns.user = columnNamed(
            guess, {"userid", "user", "userindex", "username", "uid", "customerid", "customer",
                    "reviewerid", "reviewer", "memberid", "member", "personid", "person",
                    "accountid", "visitorid", "sessionid", "who"});
        columns.item =
            columnNamed(guess, {"itemid",    "item",    "movieid",   "movie",   "filmid", "film",
                                "productid", "product", "asin",      "isbn",    "bookid", "book",
                                "artistid",  "artist",  "trackid",   "track",   "songid", "song",
                                "gameid",    "game",    "articleid", "article", "iid",    "what"});
        columns.rating = columnNamed(guess, {"rating", "ratings", "score", "stars", "overall",
                                             "bookrating", "weight", "plays", "value"});
        columns.timestamp =
            columnNamed(guess, {"timestamp", "unixreviewtime", "time", "datetime", "date",
                                "ratedat", "createdat", "reviewtime", "when"});
    }
    const auto taken = [&](int column) {
        return columns.user == column || columns.item == column || columns.rating == column ||
               columns.timestamp == column;
    };
    // What the header does not say follows MovieLens' order: user, item, rating, timestamp.
    for (int column = 0; column < count && !columns.user && !columns.item; ++column) {
        if (!taken(column)) {
            columns.user = column;
        }
    }
    const bool named = guess.format.header && columns.item;
    if (!columns.user || !columns.item) {
        for (int column = 0; column < count; ++column) {
            if (!taken(column)) {
                (columns.user ? columns.item : columns.user) = column;
                break;
            }
        }
    }
    if (!named) {
        for (int column = 0; column < count && !columns.rating; ++column) {
            if (!taken(column) && mostly(guess, column, isRating)) {
                columns.rating = column;
            }
        }
        for (int column = 0; column < count && !columns.timestamp; ++column) {
            if (!taken(column) && mostly(guess, column, isTime)) {
                columns.timestamp = column;
            }
        }
    }
    return columns;
}

TitleColumns guessTitleColumns(const TableGuess& guess) {
    TitleColumns columns;
    const int count = static_cast<int>(guess.columnNames.size());
    if (guess.format.header) {
        columns.item = columnNamed(
            guess, {"itemid", "movieid", "filmid", "item", "movie", "film", "productid", "product",
                    "asin", "isbn", "bookid", "artistid", "trackid", "songid", "gameid", "id"});
        columns.title = columnNamed(guess, {"title", "name", "itemname", "movietitle", "booktitle",
                                            "description", "label"});
        columns.year = columnNamed(guess, {"year", "releaseyear", "published"});
        columns.genres = columnNamed(guess, {"genres", "genre", "categories", "category", "tags"});
    }
    if (!columns.item && count > 0) {
        columns.item = 0;
    }
    if (!columns.title && count > 1) {
        columns.title = columns.item == 0 ? 1 : 0;
    }
    if (guess.format.header) {
        return columns;
    }
    // A run of at least five columns of zeros and ones up to the end are MovieLens' genre flags.
    int flags = count;
    while (flags > 2 && mostly(guess, flags - 1, isFlag)) {
        --flags;
    }
    if (count - flags >= 5) {
        columns.genreFlags = flags;
    } else if (count > 2) {
        columns.genres = 2;
    }
    return columns;
}

}  // namespace ncf
