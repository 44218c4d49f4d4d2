// What a core reaches outside its memories: the registers of the chip.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace perisphere::m4
{

/// Implemented by the chip. Called while the core runs, on its thread.
class SystemBus
{
public:
    virtual ~SystemBus() = default;

    /// Asked in front of an access at that cycle. The chip lets its time come there; false says
    /// that others have to come that far first: the core stops in front of the instruction and
    /// run() returns.
    virtual bool admit(std::uint64_t cycle) = 0;

    /// @param bytes 1, 2 or 4
    /// @return nullopt, false: a bus error
    virtual std::optional<std::uint32_t> read(std::uint32_t address, unsigned bytes) = 0;
    virtual bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) = 0;

    /// Until which cycle the core may run on, as it is after an access.
    [[nodiscard]] virtual std::uint64_t limit() const = 0;

    /// A word written to a stimulus port of the ITM. @param bytes 1, 2 or 4
    virtual void stimulus(unsigned port, std::uint32_t value, unsigned bytes) = 0;

    /// SEV, for the others.
    virtual void sendEvent() {}

    /// A register that the core's own map has no model of was accessed: a system register.
    virtual void unmodelled(std::uint32_t address) = 0;

    /// BKPT 0xAB: R0 and R1 as the program gives them; the value for R0, nullopt when semihosting
    /// is not on.
    virtual std::optional<std::uint32_t> semihosting(std::uint32_t operation,
                                                     std::uint32_t parameter)
    {
        static_cast<void>(operation);
        static_cast<void>(parameter);
        return std::nullopt;
    }
};

} // namespace perisphere::m4
