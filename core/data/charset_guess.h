#pragma once

#include <string>
#include <vector>

namespace ncf {

struct CharsetGuess {
    std::string encoding;
    bool unsure = false;  // another one that gives other text was nearly as likely
};

// What `fields`, pieces of text that are neither ASCII nor Unicode, are most likely written in.
CharsetGuess guessCharset(const std::vector<std::string>& fields);

}  // namespace ncf
