#pragma once

#include "data/detection.h"

#include <string>
#include <string_view>

namespace ncf {

// What a column's name says, whatever the case, the blanks and the punctuation in it: "User_ID",
// "userId" and "user id:token" (RecBole) are one name. One list for everything: whether a line
// names the columns, what the columns hold, and what titles files hold.

// How plainly the name speaks for the role: 1 says it ("reviewerID", "asin", "t_dat"), 0.5 hints at
// it ("code", "amount"), 0 says nothing. German, French, Spanish and Chinese names count, too.
double nameVote(std::string_view name, ColumnRole role);

// Names that number rows, or things that happen once (orders, reviews, invoices): neither users nor
// items while there is anything else.
bool namesRowsOrEvents(std::string_view name);

// Names that count what came first: "position", "sequence".
bool namesSequence(std::string_view name);

// Names of columns that stand beside interactions and mean nothing for them: text, helpful votes …
// Enough to tell a header by.
bool isUsualColumnName(std::string_view name);

// The roles of a titles file.
enum class TitleRole { Item, Title, Year, Genres };
double titleNameVote(std::string_view name, TitleRole role);

// Small letters and digits only, without RecBole's ":token": "User_ID" → "userid". Other scripts
// stay as they are.
std::string plainName(std::string_view name);

// "price:float" → "price": RecBole names a column's type behind a colon.
std::string_view withoutColumnType(std::string_view name);

}  // namespace ncf
