#pragma once

namespace ncf {

// Lets assistive technology see each bar of a NetworkView as a child of it, with a name, a
// description and a value that can be set. Qt itself tells of widgets only. Calls after the first
// do nothing.
void installNetworkAccessibility();

}  // namespace ncf
