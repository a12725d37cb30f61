#pragma once

#include <string>
#include <string_view>

namespace ncf {

// What Python's str() of a dict or list, or its json.dumps() with NaN, says, as JSON: strings in
// single quotes and with the prefixes u, b and r, True, False, None, NaN, Infinity, tuples, long
// integers (12L) and commas before a closing bracket. JSON stays what it is. What is neither comes
// out as something that is no JSON either, for the parser to refuse.
std::string pythonAsJson(std::string_view text);

}  // namespace ncf
