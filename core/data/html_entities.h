#pragma once

#include <string>
#include <string_view>

namespace ncf {

// "Fast &amp; Furious" → "Fast & Furious": the characters that HTML's entities stand for, numbered
// (&#39; &#x27;) or by the names of Latin-1 and of typography. What is no such entity stays as it
// is, and what an entity brings about is not looked at again: "&amp;lt;" → "&lt;".
std::string withoutHtmlEntities(std::string_view text);

}  // namespace ncf
