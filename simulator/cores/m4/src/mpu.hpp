// The memory protection unit, PMSAv7 with eight regions, and the default memory map.
#pragma once

#include "state.hpp"

#include <cstdint>

namespace perisphere::m4
{

enum class AccessKind : std::uint8_t { Read, Write, Execute };

class Mpu
{
public:
    explicit Mpu(State& state)
        : m_state(state)
    {
    }

    [[nodiscard]] bool isEnabled() const { return (m_state.mpu.control & 1U) != 0; }

    /// @param priority of the code, for HFNMIENA: the unit is off for code below 0 without it
    [[nodiscard]] bool allows(std::uint32_t address, AccessKind kind, bool isPrivileged,
                              int priority) const;

    // Registers, by their offset from MPU_TYPE.
    [[nodiscard]] std::uint32_t read(std::uint32_t offset) const;
    void write(std::uint32_t offset, std::uint32_t value);

private:
    void writeBase(std::uint32_t value);
    void writeAttributes(std::uint32_t value);

    State& m_state;
};

} // namespace perisphere::m4
