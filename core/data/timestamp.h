#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ncf {

// Seconds since 1970 (UTC) of a number of seconds or milliseconds (anything beyond 10^11, the year
// 5138, is taken for milliseconds) or of an ISO 8601 date with an optional time ("2019-03-01",
// "2019-03-01 12:30:00", "2019-03-01T12:30Z", fractions and offsets such as +02:00 included).
// nullopt for anything else. Free of locale and time zone.
std::optional<std::int64_t> parseTimestamp(std::string_view text);

}  // namespace ncf
