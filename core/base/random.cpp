#include "base/random.h"

#include <bit>
#include <cmath>

namespace ncf {

namespace {

// SplitMix64 (Steele et al., 2014): spreads a small seed over the whole state.
std::uint64_t splitMix(std::uint64_t& x) {
    x += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = x;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) {
    for (auto& word : state_) {
        word = splitMix(seed);
    }
}

Random Random::stream(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t mixed = seed;
    const std::uint64_t first = splitMix(mixed);
    mixed = first ^ (stream * 0xd1342543de82ef95ULL);
    return Random(splitMix(mixed));
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint32_t Random::below(std::uint32_t bound) {
    // Lemire (2019): a multiplication instead of a division, rejecting the few biased draws.
    std::uint64_t product = (next() >> 32) * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
        const std::uint32_t threshold = -bound % bound;
        while (static_cast<std::uint32_t>(product) < threshold) {
            product = (next() >> 32) * bound;
        }
    }
    return static_cast<std::uint32_t>(product >> 32);
}

double Random::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::normal() {
    while (true) {
        const double x = 2 * uniform() - 1;
        const double y = 2 * uniform() - 1;
        const double square = x * x + y * y;
        if (square > 0 && square < 1) {
            return x * std::sqrt(-2 * std::log(square) / square);
        }
    }
}

}  // namespace ncf
