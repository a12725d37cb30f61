#include "data/time_words.h"

#include "base/text.h"

#include <array>
#include <unordered_map>
#include <utility>

namespace ncf {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "jan january januar jänner jän janvier janv enero ene",
    "feb february februar febr février févr fév febrero",
    "march märz maerz mär mrz mars marzo",
    "apr april avril avr abril abr",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet juil julio",
    "aug august août aout agosto ago",
    "sep sept september septembre septiembre setiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember décembre déc diciembre dic"};

constexpr std::string_view kWeekdays =
    "mon tue tues wed thu thur thurs fri sat sun "
    "monday tuesday wednesday thursday friday saturday sunday "
    "mo di mi do fr sa so "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lun mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche "
    "mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo";

// Ordinals, articles and prepositions of dates, and the T between date and time.
constexpr std::string_view kFillers =
    "st nd rd th er º the of at t den um uhr le à de del el a las";

constexpr std::array<std::pair<std::string_view, int>, 15> kZones = {{{"z", 0},
                                                                      {"ut", 0},
                                                                      {"utc", 0},
                                                                      {"gmt", 0},
                                                                      {"est", -300},
                                                                      {"edt", -240},
                                                                      {"cst", -360},
                                                                      {"cdt", -300},
                                                                      {"mst", -420},
                                                                      {"mdt", -360},
                                                                      {"pst", -480},
                                                                      {"pdt", -420},
                                                                      {"bst", 60},
                                                                      {"cet", 60},
                                                                      {"cest", 120}}};

// More bytes than any word above has.
constexpr std::size_t kLongest = 16;

using Words = std::unordered_map<std::string_view, TimeWord>;

Words allWords() {
    using Kind = TimeWord::Kind;
    Words words;
    const auto add = [&words](std::string_view list, Kind kind, int value) {
        for (const auto word : splitText(list, " ")) {
            words.emplace(word, TimeWord{kind, value});
        }
    };
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        add(kMonths[i], Kind::Month, static_cast<int>(i) + 1);
    }
    add(kWeekdays, Kind::Weekday, 0);
    add(kFillers, Kind::Filler, 0);
    for (const auto& [name, minutes] : kZones) {
        add(name, Kind::Zone, minutes);
    }
    add("mar", Kind::MonthOrWeekday, 3);
    add("年", Kind::YearMark, 0);
    add("月", Kind::MonthMark, 0);
    add("日", Kind::DayMark, 0);
    return words;
}

// Small letters of ASCII and of Latin-1's part of UTF-8, which is all that the words above need.
// The capitals À to Þ are the bytes c3 80 to c3 9e, their small letters 32 further; c3 97 is ×.
char smallLetter(char before, char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool latin = before == '\xc3' && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
    return latin || (c >= 'A' && c <= 'Z') ? static_cast<char>(byte + 32) : c;
}

}  // namespace

std::optional<TimeWord> timeWord(std::string_view word) {
    static const Words words = allWords();
    if (word.size() > kLongest) {
        return std::nullopt;
    }
    std::array<char, kLongest> small;
    for (std::size_t i = 0; i < word.size(); ++i) {
        small[i] = smallLetter(i > 0 ? word[i - 1] : '\0', word[i]);
    }
    const auto found = words.find(std::string_view(small.data(), word.size()));
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace ncf
