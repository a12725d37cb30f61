#include "data/demo_titles.h"

#include <algorithm>
#include <span>
#include <unordered_set>

namespace ncf {

namespace {

constexpr int kFirstYear = 1948;
constexpr int kLastYear = 2024;

using Words = std::span<const char* const>;
using G = DemoGenre;

struct GenreWords {
    const char* name;
    std::uint32_t share;                 // of the films, in arbitrary units
    bool classic;                        // had its best years long ago
    std::array<DemoGenre, 3> relatives;  // genres it mixes with
    std::array<const char*, 12> adjectives;
    std::array<const char*, 13> nouns;
};

constexpr std::array<GenreWords, kDemoGenres> kGenres = {{
    {"Action",
     9,
     false,
     {G::Thriller, G::Adventure, G::ScienceFiction},
     {"Armoured", "Burning", "Bulletproof", "Diesel", "Iron-Fisted", "Overloaded", "Reckless",
      "Red-Hot", "Relentless", "Steel", "Supersonic", "Unbroken"},
     {"Ambush", "Bodyguard", "Convoy", "Detonator", "Extraction", "Gauntlet", "Mercenary",
      "Payload", "Pursuit", "Strike Team", "Vendetta", "Warhead", "Wrecking Crew"}},
    {"Adventure",
     7,
     false,
     {G::Action, G::Fantasy, G::Animation},
     {"Emerald", "Fabled", "Farthest", "Monsoon", "Northbound", "Perilous", "Shipwrecked", "Sunken",
      "Thousand-Mile", "Unmapped", "Wandering", "Windward"},
     {"Archipelago", "Caravan", "Compass", "Expedition", "Explorer", "Idol", "Island", "Jungle",
      "Lagoon", "Schooner", "Summit", "Treasure Map", "Voyage"}},
    {"Animation",
     6,
     false,
     {G::Comedy, G::Adventure, G::Fantasy},
     {"Bouncing", "Button-Nosed", "Cloud-Hopping", "Curious", "Flying", "Giggling", "Marshmallow",
      "Polka-Dot", "Sleepy", "Ticklish", "Tiny", "Wobbly"},
     {"Crayons", "Dragonling", "Firefly", "Hedgehog", "Kite", "Otter", "Penguin", "Pumpkin",
      "Robot", "Snowman", "Squirrel", "Teapot", "Toymaker"}},
    {"Comedy",
     14,
     false,
     {G::Romance, G::Drama, G::Musical},
     {"Clumsy", "Hopeless", "Overbooked", "Overdressed", "Part-Time", "Second-Hand",
      "Slightly Famous", "Sleep-Deprived", "Terribly Polite", "Unlicensed", "Unqualified",
      "Upside-Down"},
     {"Bus Driver", "Butler", "Campsite", "Caterer", "Choir", "Dentist", "Goat", "Karaoke Night",
      "Landlord", "Lottery Ticket", "Mayor", "Neighbours", "School Reunion"}},
    {"Crime",
     8,
     false,
     {G::Thriller, G::Drama, G::Action},
     {"Backroom", "Counterfeit", "Crooked", "Dockside", "Double-Dealing", "Forged", "Laundered",
      "Marked", "Nameless", "Two-Faced", "Unpaid", "Unsolved"},
     {"Alibi", "Bookkeeper", "Bribe", "Detective", "Evidence", "Getaway", "Informant", "Ledger",
      "Pickpocket", "Precinct", "Ransom", "Safecracker", "Syndicate"}},
    {"Documentary",
     5,
     false,
     {G::Drama, G::Musical, G::Adventure},
     {"Counted", "Disappearing", "Everyday", "Handmade", "Living", "Measured", "Overlooked",
      "Recorded", "Unseen", "Untold", "Vanishing", "Working"},
     {"Archive", "Bakery", "Beekeepers", "Coastline", "Factory Floor", "Glacier",
      "Lighthouse Keepers", "Migration", "Observatory", "Potters", "Railway", "Reef",
      "Seed Vault"}},
    {"Drama",
     15,
     false,
     {G::Romance, G::Crime, G::Thriller},
     {"Borrowed", "Brittle", "Faded", "Folded", "Inherited", "Long-Promised", "Ordinary", "Patient",
      "Tender", "Unfinished", "Unspoken", "Weathered"},
     {"Daughter", "Farewell", "Harbour", "Homecoming", "Inheritance", "Kitchen", "Orchard",
      "Photograph", "Piano", "Season", "Silence", "Vineyard", "Winter"}},
    {"Fantasy",
     6,
     false,
     {G::Adventure, G::Animation, G::Romance},
     {"Enchanted", "Everlasting", "Exiled", "Forsworn", "Gilded", "Moonlit", "Runebound",
      "Silver-Tongued", "Starwoven", "Thorned", "Thrice-Crowned", "Winged"},
     {"Cauldron", "Enchanter", "Griffin", "Kingdom", "Oathkeeper", "Prophecy", "Runestone",
      "Sorceress", "Spellbook", "Talisman", "Throne", "Unicorn", "Wyvern"}},
    {"Horror",
     7,
     false,
     {G::Thriller, G::ScienceFiction, G::Fantasy},
     {"Accursed", "Blood-Red", "Buried", "Drowned", "Eyeless", "Famished", "Grinning", "Hollow",
      "Moth-Eaten", "Sunless", "Whispering", "Withered"},
     {"Cellar", "Chapel", "Coffin", "Congregation", "Cradle", "Crypt", "Gravedigger", "Lullaby",
      "Marionette", "Nursery", "Ritual", "Sanatorium", "Scarecrow"}},
    {"Musical",
     4,
     true,
     {G::Comedy, G::Romance, G::Drama},
     {"Barefoot", "Brass", "Golden-Voiced", "Off-Key", "Sequinned", "Sparkling", "Starlit",
      "Swinging", "Syncopated", "Tap-Dancing", "Technicolor", "Velvet"},
     {"Ballroom", "Bandleader", "Dressing Room", "Matinee", "Melody", "Music Hall", "Overture",
      "Refrain", "Serenade", "Songbird", "Tango", "Trumpet", "Vaudeville"}},
    {"Romance",
     8,
     false,
     {G::Comedy, G::Drama, G::Musical},
     {"Blushing", "Candlelit", "Long-Distance", "Lovestruck", "Paper", "Rain-Soaked", "Starcrossed",
      "Tangled", "Unhurried", "Unsent", "Windswept", "Wistful"},
     {"Affection", "Bouquet", "Courtship", "Elopement", "Heartbeat", "Honeymoon", "Kiss",
      "Love Letter", "Promise", "Rendezvous", "Sweethearts", "Valentine", "Waltz"}},
    {"Science Fiction",
     8,
     false,
     {G::Action, G::Thriller, G::Horror},
     {"Cryogenic", "Galactic", "Interplanetary", "Lightyear", "Neutron", "Orbital", "Parallel",
      "Quantum", "Subspace", "Synthetic", "Terraformed", "Zero-Gravity"},
     {"Airlock", "Android", "Astronaut", "Colony", "Horizon", "Outpost", "Paradox", "Replica",
      "Satellite", "Singularity", "Starship", "Telemetry", "Transmission"}},
    {"Thriller",
     9,
     false,
     {G::Crime, G::Action, G::Horror},
     {"Anonymous", "Blacked-Out", "Disconnected", "Encrypted", "Faceless", "Fractured", "Locked",
      "Missing", "Sleepwalking", "Unlisted", "Vanished", "Watchful"},
     {"Apartment", "Conspiracy", "Corridor", "Countdown", "Deadline", "Elevator", "Hostage",
      "Passenger", "Phone Call", "Stairwell", "Surveillance", "Suspect", "Witness"}},
    {"Western",
     5,
     true,
     {G::Action, G::Adventure, G::Drama},
     {"Buckskin", "Copper", "Drifting", "Dusty", "Lonesome", "One-Eyed", "Rattlesnake", "Rawhide",
      "Sunburnt", "Tumbleweed", "Unbranded", "Whiskey"},
     {"Canyon", "Cattle Drive", "Gunslinger", "Homesteader", "Marshal", "Mustang", "Outlaw",
      "Posse", "Prairie", "Saloon", "Sheriff", "Showdown", "Stagecoach"}},
}};

constexpr std::array kPlaces = {
    "Ashdown Hollow", "Bellweather", "Brackwater", "Cape Lumen",   "Castle Vane", "Copperfall",
    "Dunmarrow",      "Fernmoor",    "Grimsford",  "Halcyon Row",  "Harrowmere",  "Isla Perdiz",
    "Kestrel Bay",    "Kolmhaven",   "Lake Orrin", "Marrow Creek", "Mirrorlake",  "Old Tamarin",
    "Port Anselm",    "Port Calder", "Quillhaven", "Redgate",      "Sable Point", "Saint Orla",
    "Santa Brisa",    "Silverby",    "Torvik",     "Villanera",    "Winterholt",  "Zavora",
};

constexpr std::array kNames = {
    "Ansel",   "Barnaby",  "Beatrix",  "Casimir",  "Clementine", "Dorothea",   "Esmond",
    "Horatio", "Ignatia",  "Ingrid",   "Isolde",   "Leopold",    "Lucinda",    "Marguerite",
    "Odile",   "Philippa", "Rosalind", "Thaddeus", "Tobias",     "Wilhelmina",
};

std::string pick(Words words, Random& random) {
    return words[random.below(static_cast<std::uint32_t>(words.size()))];
}

std::string makeTitle(const GenreWords& genre, Random& random) {
    const std::string noun = pick(genre.nouns, random);
    switch (random.below(8)) {
        case 0:
            return "The " + noun + " of " + pick(kPlaces, random);
        case 1:
            return noun + " at " + pick(kPlaces, random);
        case 2:
            return pick(kNames, random) + " and the " + noun;
        case 3:
        case 4:
            return pick(genre.adjectives, random) + " " + noun;
        default:
            return "The " + pick(genre.adjectives, random) + " " + noun;
    }
}

int makeYear(const GenreWords& genre, Random& random) {
    constexpr std::uint32_t kYears = kLastYear - kFirstYear + 1;
    const std::uint32_t one = random.below(kYears);
    const std::uint32_t other = random.below(kYears);
    // The larger of two: more films are made every year.
    return kFirstYear +
           static_cast<int>(genre.classic ? std::min(one, other) : std::max(one, other));
}

DemoGenre makeMainGenre(Random& random) {
    std::uint32_t total = 0;
    for (const GenreWords& genre : kGenres) {
        total += genre.share;
    }
    std::uint32_t point = random.below(total);
    std::size_t genre = 0;
    while (point >= kGenres[genre].share) {
        point -= kGenres[genre].share;
        ++genre;
    }
    return static_cast<DemoGenre>(genre);
}

}  // namespace

const char* demoGenreName(DemoGenre genre) {
    return kGenres[static_cast<std::size_t>(genre)].name;
}

std::vector<DemoFilm> makeDemoFilms(int count, Random& random) {
    constexpr int kTries = 50;
    std::vector<DemoFilm> films;
    std::unordered_set<std::string> titles;
    for (int i = 0; i < count; ++i) {
        DemoFilm film;
        const DemoGenre main = makeMainGenre(random);
        const GenreWords& words = kGenres[static_cast<std::size_t>(main)];
        film.genres.push_back(main);
        std::array<DemoGenre, 3> relatives = words.relatives;
        random.shuffle(relatives);
        const std::uint32_t more = random.below(10);  // 40 % have one genre, 40 % two, 20 % three
        film.genres.insert(film.genres.end(), relatives.begin(),
                           relatives.begin() + (more < 4   ? 0
                                                : more < 8 ? 1
                                                           : 2));
        film.year = makeYear(words, random);

        std::string title = makeTitle(words, random);
        for (int tries = 0; titles.contains(title) && tries < kTries; ++tries) {
            title = makeTitle(words, random);
        }
        film.title = title;
        for (int part = 2; !titles.insert(film.title).second; ++part) {
            film.title = title + " " + std::to_string(part);
        }
        films.push_back(std::move(film));
    }
    return films;
}

}  // namespace ncf
