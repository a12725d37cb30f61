#pragma once

#include "experiment/held_out.h"

#include <span>
#include <string>

namespace ncf {

// What became of a user's held-out items, for people: "The held-out item “Alien” was missed: place
// 57 of 3,650 unseen items. In the run's test: place 4 of 100 sampled candidates, a hit at 10."
// `listed` is how long the list is that the places are compared with.
std::string heldOutSentence(std::span<const HeldOutPlace> places, int listed);

// One of several: "“Alien”: place 57 of 3,650 unseen items. In the run's test: …".
std::string heldOutLine(const HeldOutPlace& place);

}  // namespace ncf
