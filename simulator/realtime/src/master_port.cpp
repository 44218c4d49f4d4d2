#include "master_port.hpp"

#include <array>
#include <cstring>

namespace perisphere::realtime
{
namespace
{

constexpr soc::AccessOrigin kOrigin{.core = "DMA", .pc = 0};

/// Masters other than the core do not reach its tightly coupled memory nor its private bus.
bool isReachable(std::uint32_t address)
{
    const bool isPrivate = (address >= 0x00010000 && address < 0x10000000) ||
                           (address >= 0x20000000 && address < 0x20100000) ||
                           (address >= 0xE000E000 && address < 0xE000F000);
    return !isPrivate;
}

} // namespace

bool MasterPort::read(std::uint32_t address, unsigned bytes, std::uint32_t& value)
{
    if (!isReachable(address))
        return false;
    value = 0;
    if (const std::uint8_t* const data = m_core.memory().readable(address, bytes)) {
        std::memcpy(&value, data, bytes);
        return true;
    }
    const auto answer = m_core.registers().read(address, bytes, kOrigin);
    value = answer.value_or(0);
    return answer.has_value();
}

bool MasterPort::write(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    if (!isReachable(address))
        return false;
    if (m_core.memory().writable(address, bytes) != nullptr) {
        std::array<std::uint8_t, 4> data{};
        std::memcpy(data.data(), &value, sizeof value);
        return m_core.writeMemory(address, std::span(data).first(bytes));
    }
    return m_core.registers().write(address, bytes, value, kOrigin);
}

} // namespace perisphere::realtime
