// Chance that is the same on every run and platform: xoshiro256** seeded by SplitMix64 (Blackman
// and Vigna), and our own distributions, since those of the standard library differ between
// implementations.
//
// Every consumer has a stream of its own, made from the device's seed and the consumer's name. So
// one that draws more, or a new one, changes nothing for the others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace perisphere::engine
{

class Random
{
public:
    /// `stream` names the consumer: "MT3620.trng", "imu.noise".
    Random(std::uint64_t seed, std::string_view stream);
    /// With a state, not all zero, as the algorithm's authors define it.
    explicit Random(const std::array<std::uint64_t, 4>& state)
        : m_state(state)
    {
    }

    /// All 64 bits equally likely.
    [[nodiscard]] std::uint64_t next();
    /// 0 .. bound - 1, all equally likely; bound at least 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// 0 <= x < 1, in steps of 2^-53.
    [[nodiscard]] double unit();
    /// True with this probability.
    [[nodiscard]] bool chance(double probability) { return unit() < probability; }
    /// Nearly normal, mean 0, deviation 1, within +-6: the sum of twelve uniform numbers, which
    /// needs no logarithm and so is the same everywhere.
    [[nodiscard]] double normal();
    void fill(std::span<std::byte> bytes);

    /// For snapshots.
    [[nodiscard]] const std::array<std::uint64_t, 4>& state() const { return m_state; }

private:
    std::array<std::uint64_t, 4> m_state;
};

/// Where streams come from: the device's seed.
class RandomSource
{
public:
    explicit RandomSource(std::uint64_t seed)
        : m_seed(seed)
    {
    }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }
    [[nodiscard]] Random stream(std::string_view name) const { return {m_seed, name}; }

private:
    std::uint64_t m_seed;
};

/// SplitMix64: moves `state` on and gives the next number.
[[nodiscard]] std::uint64_t splitMix64(std::uint64_t& state);

/// FNV-1a, 64 bits.
[[nodiscard]] std::uint64_t fnv1a64(std::string_view text);

} // namespace perisphere::engine
