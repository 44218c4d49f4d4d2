#include "perisphere/engine/random.hpp"

#include "perisphere/engine/require.hpp"

#include <algorithm>
#include <bit>

namespace perisphere::engine
{

std::uint64_t splitMix64(std::uint64_t& state)
{
    std::uint64_t z = state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::uint64_t fnv1a64(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

Random::Random(std::uint64_t seed, std::string_view stream)
{
    std::uint64_t mixed = seed ^ fnv1a64(stream);
    for (std::uint64_t& word : m_state)
        word = splitMix64(mixed);
}

std::uint64_t Random::next()
{
    auto& [a, b, c, d] = m_state;
    const std::uint64_t result = std::rotl(b * 5, 7) * 9;
    const std::uint64_t shifted = b << 17U;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = std::rotl(d, 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound)
{
    require(bound > 0, "something lies below the bound");
    // Numbers below 2^64 mod bound would make the first ones more likely.
    const std::uint64_t unfair = (0 - bound) % bound;
    std::uint64_t number = next();
    while (number < unfair)
        number = next();
    return number % bound;
}

double Random::unit()
{
    constexpr double kStep = 0x1p-53;
    return static_cast<double>(next() >> 11U) * kStep;
}

double Random::normal()
{
    // In whole numbers: the order of floating-point additions is left to no one.
    std::uint64_t sum = 0;
    for (int i = 0; i < 12; ++i)
        sum += next() >> 12U;
    constexpr double kStep = 0x1p-52;
    return static_cast<double>(static_cast<std::int64_t>(sum) - (std::int64_t{6} << 52U)) * kStep;
}

void Random::fill(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        std::uint64_t number = next();
        const std::size_t count = std::min<std::size_t>(bytes.size(), 8);
        for (std::size_t i = 0; i < count; ++i, number >>= 8U)
            bytes[i] = static_cast<std::byte>(number & 0xFFU);
        bytes = bytes.subspan(count);
    }
}

} // namespace perisphere::engine
