// A seeded generator that is the same everywhere: splitmix64.
#pragma once

#include <cstddef>
#include <cstdint>

namespace perisphere::differential
{

class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint32_t word()
    {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return static_cast<std::uint32_t>((z ^ (z >> 31)) >> 32);
    }

    /// 0 to `limit` - 1; the bias towards small ones does not matter here.
    unsigned below(unsigned limit) { return word() % limit; }
    bool chance(unsigned percent) { return below(100) < percent; }

    template <class Table>
    auto pick(const Table& table)
    {
        return table[below(static_cast<unsigned>(table.size()))];
    }

private:
    std::uint64_t m_state;
};

} // namespace perisphere::differential
