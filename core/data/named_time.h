#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ncf {

// A date whose month is a word, with or without a time of day, in seconds since 1970: "July 18,
// 2017", "18. Juli 2017", "Tue, 18 Jul 2017 12:56:40 +0200", "Tue Jul 18 12:56:40 UTC 2017",
// "18/Jul/2017:12:56:40 +0200", "2017年7月18日". "July 2017" is its first day. nullopt for anything
// that is not wholly made of the parts of a date.
std::optional<std::int64_t> parseNamedTime(std::string_view text);

}  // namespace ncf
