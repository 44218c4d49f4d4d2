// The wires from peripherals to the interrupt controllers and the DMA controllers of the real-time
// cores. A shared peripheral drives those of both cores: the core whose app enables them sees them.
#pragma once

#include <cstdint>

namespace perisphere::soc
{

/// Interrupt numbers are those of the chip's interrupt map, 0 to 79: exception number - 16.
class InterruptLines
{
public:
    virtual ~InterruptLines() = default;

    /// A level: pending as long as it is high.
    virtual void set(unsigned interrupt, bool isHigh) = 0;

    /// A pulse: pending once, whatever the level.
    virtual void pulse(unsigned interrupt) = 0;
};

/// Channel numbers are those of the chip's DMA channel map, 0 to 29.
class DmaRequests
{
public:
    virtual ~DmaRequests() = default;

    /// Whether the peripheral of this channel has something to be taken (receive channels), or
    /// room to be filled (transmit channels). The controller moves one transfer after the other
    /// while it is high; each goes through the register that FIXADDR names.
    virtual void setRequest(unsigned channel, bool isHigh) = 0;
};

/// Memory as a bus master that is not a core sees it: SYSRAM, flash, the buffers of the inter-core
/// channel, peripheral registers. Not TCM, and nothing of a core's private bus.
class BusMemory
{
public:
    virtual ~BusMemory() = default;

    /// @param bytes 1, 2 or 4; `address` is a multiple of it
    /// @return false where the master cannot reach, or nothing answers
    virtual bool read(std::uint32_t address, unsigned bytes, std::uint32_t& value) = 0;
    virtual bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) = 0;
};

} // namespace perisphere::soc
