#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Genres as files write them, as "Comedy|Drama": names between bars, semicolons or commas, lists in
// JSON or Python's notation (['Comedy', 'Drama'], [{'id': 1, 'name': 'Comedy'}]; of an object with
// numbers, {"Comedy": 12}, the keys), with HTML's entities or without. Each name once; what says
// that there are none (empty, NaN, "(no genres listed)") is left out. With `blanks`, blanks
// separate, too, as in RecBole's sequences.
std::string genresFrom(std::string_view text, bool blanks = false);

// The same for names that are known: empty and repeated ones are left out.
std::string joinedGenres(const std::vector<std::string>& names);

}  // namespace ncf
