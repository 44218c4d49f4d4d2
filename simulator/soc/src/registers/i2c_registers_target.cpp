// The target of I2cRegisters: what another controller on the same nets meets.
#include "perisphere/soc/registers/i2c_registers.hpp"

#include "i2c_offsets.hpp"

#include <utility>

namespace perisphere::soc
{

bool I2cRegisters::start(std::uint8_t address, bus::I2cAccess access)
{
    const std::uint32_t control = stored(I2cOffset::kTargetControl);
    const bool isListening = (control & I2cBit::kTargetEnable) != 0 &&
                             (control & I2cBit::kMute) == 0 && m_state.phase == Phase::Idle;
    const std::uint32_t own = stored(I2cOffset::kTargetAddress) & I2cBit::kAddressMask;
    if (!isListening || address != own)
        return false;
    deliverHeldByte();
    const bool isRepeated = std::exchange(m_state.isAddressed, true);
    m_state.received[isRepeated ? 1 : 0] =
        address | (access == bus::I2cAccess::Read ? 1U << 7U : 0U);
    update();
    return true;
}

/// A byte for which there is no room is not acknowledged.
bool I2cRegisters::write(std::uint8_t byte)
{
    deliverHeldByte();
    const bool hasRoom = !m_state.targetFifos.receive.isFull();
    if (hasRoom) {
        m_state.arrived = byte;
        m_state.isByteHeld = true;
    } else {
        m_state.targetFifos.receive.push(byte); // says so
    }
    update();
    return hasRoom;
}

std::uint8_t I2cRegisters::read()
{
    const std::uint8_t byte = m_state.targetFifos.transmit.pop(0xFF);
    update();
    return byte;
}

/// As with the controller, the last byte comes together with the interrupt.
void I2cRegisters::stop()
{
    deliverHeldByte();
    m_state.isAddressed = false;
    m_state.isTargetInterrupt = true;
    update();
}

void I2cRegisters::deliverHeldByte()
{
    if (std::exchange(m_state.isByteHeld, false))
        m_state.targetFifos.receive.push(m_state.arrived);
}

} // namespace perisphere::soc
