#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace ncf {

// The random numbers of the project: xoshiro256** (Blackman and Vigna, 2018). Unlike the standard
// library's distributions it gives the same numbers with every compiler, and its state is four
// words that a checkpoint can hold.
class Random {
public:
    using State = std::array<std::uint64_t, 4>;
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed);

    // A generator for one purpose (`stream`) of a run with this seed: streams do not overlap in
    // practice, and drawing from one does not move another.
    static Random stream(std::uint64_t seed, std::uint64_t stream);

    std::uint64_t next();
    // Uniform in [0, bound), without bias; bound > 0.
    std::uint32_t below(std::uint32_t bound);
    // Uniform in [0, 1).
    double uniform();
    // Standard normal (Marsaglia's polar method).
    double normal();

    template <class Container>
    void shuffle(Container& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]);
        }
    }

    const State& state() const { return state_; }
    void setState(const State& state) { state_ = state; }

private:
    State state_;
};

// What the streams of one run are for: Random::stream(seed, RandomStream).
namespace random_stream {
inline constexpr std::uint64_t initialisation = 1;
inline constexpr std::uint64_t trainingNegatives = 2;
inline constexpr std::uint64_t shuffling = 3;
inline constexpr std::uint64_t evaluationNegatives = 4;
inline constexpr std::uint64_t split = 5;
inline constexpr std::uint64_t dropout = 6;
inline constexpr std::uint64_t sweep = 7;
}  // namespace random_stream

}  // namespace ncf
