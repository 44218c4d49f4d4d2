// The register face of a peripheral: what the real-time cores see of it at an address.
//
// Values are 32 bits at offsets that are multiples of 4; RegisterMap makes words of bytes and
// halfwords. A block acts at the scheduler's now(), which during a core's access is the instant of
// that access.
#pragma once

#include "perisphere/engine/snapshot.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace perisphere::soc
{

/// What a debugger shows of a register's bits.
struct RegisterField {
    std::string_view name;
    std::uint8_t lowest = 0; ///< bit
    std::uint8_t width = 1;  ///< bits
};

/// One register, or `count` equal ones `stride` bytes apart ("CTRL0", "CTRL1" ...).
struct RegisterInfo {
    std::uint32_t offset = 0;
    std::string_view name;  ///< the datasheet's; of several, with a # for the number: "DBNC_CON#"
    bool isModelled = true; ///< false: storage, and its first access is reported
    std::uint32_t count = 1;
    std::uint32_t stride = 4;
    std::span<const RegisterField> fields{};
};

class RegisterBlock
{
public:
    RegisterBlock() = default;
    RegisterBlock(const RegisterBlock&) = delete;
    RegisterBlock& operator=(const RegisterBlock&) = delete;
    virtual ~RegisterBlock() = default;

    /// "GPT", "ISU0.UART": stable, unique on the chip.
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// In the order of their offsets. An offset that is in none of them is storage that reads as
    /// it was written, 0 at first; RegisterMap keeps it and does not ask the block.
    [[nodiscard]] virtual std::span<const RegisterInfo> registers() const = 0;

    /// As the core's load does it, with all that follows from it.
    virtual std::uint32_t read(std::uint32_t offset) = 0;
    virtual void write(std::uint32_t offset, std::uint32_t value) = 0;

    /// What read() would give, without what follows from it: for debuggers.
    [[nodiscard]] virtual std::uint32_t peek(std::uint32_t offset) const = 0;

    /// As after power-up.
    virtual void reset() = 0;

    virtual void exchange(engine::Snapshot& snapshot) = 0;
};

} // namespace perisphere::soc
