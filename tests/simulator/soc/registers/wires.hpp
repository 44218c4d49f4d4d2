// The lines to the cores, as a test looks at them.
#pragma once

#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <map>

namespace perisphere::test
{

class InterruptWires final : public soc::InterruptLines
{
public:
    void set(unsigned interrupt, bool isHigh) override { levels[interrupt] = isHigh; }
    void pulse(unsigned interrupt) override { ++pulses[interrupt]; }
    [[nodiscard]] bool isHigh(unsigned interrupt) { return levels[interrupt]; }

    std::map<unsigned, bool> levels;
    std::map<unsigned, unsigned> pulses;
};

class RequestWires final : public soc::DmaRequests
{
public:
    void setRequest(unsigned channel, bool isHigh) override { levels[channel] = isHigh; }
    [[nodiscard]] bool isHigh(unsigned channel) { return levels[channel]; }

    std::map<unsigned, bool> levels;
};

/// As drivers do: `register |= bits`, `register &= ~bits`.
inline void rmwSet(soc::RegisterBlock& block, std::uint32_t offset, std::uint32_t bits)
{
    block.write(offset, block.read(offset) | bits);
}
inline void rmwClear(soc::RegisterBlock& block, std::uint32_t offset, std::uint32_t bits)
{
    block.write(offset, block.read(offset) & ~bits);
}

} // namespace perisphere::test
