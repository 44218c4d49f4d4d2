#include "mpu.hpp"

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kHfnmiena = 1U << 1;
constexpr std::uint32_t kPrivdefena = 1U << 2;
constexpr std::uint32_t kPrivatePeripheralBus = 0xE0000000;
constexpr std::uint32_t kPrivatePeripheralEnd = 0xE00FFFFF;

bool isExecutableByDefault(std::uint32_t address)
{
    const std::uint32_t block = address >> 29;
    return block == 0 || block == 1 || block == 3 || block == 4; // code, SRAM, external RAM
}

bool covers(const MpuRegion& region, std::uint32_t address)
{
    const std::uint32_t exponent = ((region.rasr >> 1) & 0x1FU) + 1;
    if ((region.rasr & 1U) == 0 || exponent < 5)
        return false;
    const std::uint32_t offset = address - region.rbar;
    if (exponent < 32 && (offset >> exponent) != 0)
        return false;
    if (exponent < 8)
        return true; // too small for subregions
    const std::uint32_t subregion = (offset >> (exponent - 3)) & 7U;
    return (region.rasr >> (8 + subregion) & 1U) == 0;
}

/// What the AP field lets privileged and unprivileged code do.
bool permits(std::uint32_t accessPermission, AccessKind kind, bool isPrivileged)
{
    const bool isWrite = kind == AccessKind::Write;
    switch (accessPermission) {
    case 1:
        return isPrivileged;
    case 2:
        return isPrivileged || !isWrite;
    case 3:
        return true;
    case 5:
        return isPrivileged && !isWrite;
    case 6:
    case 7:
        return !isWrite;
    default:
        return false;
    }
}

} // namespace

bool Mpu::allows(std::uint32_t address, AccessKind kind, bool isPrivileged, int priority) const
{
    // Registers of the core are no memory that a region could open or close.
    const bool isOfCore = address >= kPrivatePeripheralBus && address <= kPrivatePeripheralEnd;
    if (isOfCore)
        return kind != AccessKind::Execute;
    const bool byDefault = kind != AccessKind::Execute || isExecutableByDefault(address);
    if (!isEnabled() || (priority < 0 && (m_state.mpu.control & kHfnmiena) == 0))
        return byDefault;
    for (std::size_t i = kMpuRegions; i-- > 0;) {
        const MpuRegion& region = m_state.mpu.regions[i];
        if (!covers(region, address))
            continue;
        const bool isExecuteNever = (region.rasr >> 28 & 1U) != 0;
        return permits(region.rasr >> 24 & 7U, kind, isPrivileged) &&
               !(kind == AccessKind::Execute && isExecuteNever);
    }
    return byDefault && isPrivileged && (m_state.mpu.control & kPrivdefena) != 0;
}

std::uint32_t Mpu::read(std::uint32_t offset) const
{
    const MpuState& mpu = m_state.mpu;
    const MpuRegion& region = mpu.regions[mpu.number];
    switch (offset) {
    case 0x00:
        return kMpuRegions << 8;
    case 0x04:
        return mpu.control;
    case 0x08:
        return mpu.number;
    case 0x0C:
    case 0x14:
    case 0x1C:
    case 0x24:
        return region.rbar | mpu.number;
    case 0x10:
    case 0x18:
    case 0x20:
    case 0x28:
        return region.rasr;
    default:
        return 0;
    }
}

void Mpu::write(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case 0x04:
        m_state.mpu.control = value & 7U;
        return;
    case 0x08:
        m_state.mpu.number = value % kMpuRegions;
        return;
    case 0x0C:
    case 0x14:
    case 0x1C:
    case 0x24:
        writeBase(value);
        return;
    case 0x10:
    case 0x18:
    case 0x20:
    case 0x28:
        writeAttributes(value);
        return;
    default:
        return;
    }
}

void Mpu::writeBase(std::uint32_t value)
{
    constexpr std::uint32_t kValid = 1U << 4;
    if ((value & kValid) != 0)
        m_state.mpu.number = (value & 0xFU) % kMpuRegions;
    m_state.mpu.regions[m_state.mpu.number].rbar = value & ~0x1FU;
}

void Mpu::writeAttributes(std::uint32_t value)
{
    MpuRegion& region = m_state.mpu.regions[m_state.mpu.number];
    region.rasr = value & 0x173FFF3FU;
    const std::uint32_t exponent = ((value >> 1) & 0x1FU) + 1;
    if (exponent >= 32)
        region.rbar = 0;
    else
        region.rbar &= ~((1U << exponent) - 1);
}

} // namespace perisphere::m4
