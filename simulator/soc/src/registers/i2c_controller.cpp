// The transactions of I2cRegisters: packets of bytes between the FIFOs and the wires.
#include "perisphere/soc/registers/i2c_registers.hpp"

#include "i2c_offsets.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{
namespace
{

/// Eight bits and the acknowledge.
constexpr unsigned kI2cByteClocks = 9;

} // namespace

unsigned I2cRegisters::packetCount() const
{
    return std::min((stored(I2cOffset::kPacketControl) >> 4U & 3U) + 1, kPacketCount);
}

bool I2cRegisters::isReadPacket(unsigned packet) const
{
    return (stored(I2cOffset::kPacketControl) >> packet & 1U) != 0;
}

std::uint32_t I2cRegisters::packetBytes(unsigned packet) const
{
    return stored(I2cOffset::kPacketBytes + 4 * packet) & I2cBit::kLengthMask;
}

/// The four phases of SCL; 100 kHz as long as nobody has set them.
std::int64_t I2cRegisters::clocksPerBit() const
{
    const std::uint32_t low = stored(I2cOffset::kPhasesLow);
    const std::uint32_t high = stored(I2cOffset::kPhasesHigh);
    const std::uint32_t sum =
        (low & 0xFFU) + (low >> 8U & 0xFFU) + (high & 0xFFU) + (high >> 8U & 0xFFU);
    return sum != 0 ? sum : 260;
}

void I2cRegisters::beginTransaction()
{
    if (m_state.phase != Phase::Idle)
        return;
    m_state.acknowledges = 0;
    m_state.packet = 0;
    m_state.written = 0;
    m_state.isLastByteHeld = false;
    m_wires.release();
    if (m_wires.isHeldLow()) {
        m_state.phase = Phase::WaitForBus;
        return;
    }
    m_wires.begin();
    restartClock();
    startAddress();
}

void I2cRegisters::onLineChanged()
{
    if (m_state.phase != Phase::WaitForBus || m_wires.isHeldLow())
        return;
    m_wires.begin();
    restartClock();
    startAddress();
}

/// START or repeated START, and the address.
void I2cRegisters::startAddress()
{
    m_state.inPacket = 0;
    m_state.phase = Phase::Address;
    afterBits(1 + kI2cByteClocks);
}

/// Time is counted from here: after a pause of the clock.
void I2cRegisters::restartClock()
{
    m_state.since = m_scheduler.now();
    m_state.bits = 0;
}

void I2cRegisters::afterBits(unsigned bits)
{
    m_state.bits += bits;
    const std::int64_t clocks = m_state.bits * clocksPerBit();
    m_timer.setAt(m_state.since +
                  engine::Duration((clocks * 1000 + kSourceMegahertz - 1) / kSourceMegahertz));
}

/// Without an interrupt.
void I2cRegisters::abort()
{
    m_timer.cancel();
    m_state.phase = Phase::Idle;
    m_state.isLastByteHeld = false;
    m_wires.stop();
}

void I2cRegisters::step()
{
    switch (m_state.phase) {
    case Phase::Address:
        endAddress();
        break;
    case Phase::Write:
        endWrite();
        break;
    case Phase::Read:
        endRead();
        break;
    case Phase::Stop:
        finish();
        break;
    case Phase::Idle:
    case Phase::WaitForBus:
    case Phase::WaitForData:
    case Phase::WaitForRoom:
    case Phase::Hung:
        break; // no timer runs
    }
    update();
}

void I2cRegisters::endAddress()
{
    const bool isRead = isReadPacket(m_state.packet);
    const auto address =
        static_cast<std::uint8_t>(stored(I2cOffset::kAddress) & I2cBit::kAddressMask);
    switch (m_wires.address(address, isRead ? bus::I2cAccess::Read : bus::I2cAccess::Write)) {
    case I2cWires::Answer::Acknowledged:
        break;
    case I2cWires::Answer::NoAcknowledge:
        m_state.acknowledges |= 1U << (I2cBit::kFirstAddress + m_state.packet);
        beginStop();
        return;
    case I2cWires::Answer::ArbitrationLost:
        m_state.isArbitrationLost = true;
        beginStop();
        return;
    case I2cWires::Answer::ClockHeld:
        m_state.phase = Phase::Hung;
        return;
    }
    if (packetBytes(m_state.packet) != 0)
        beginByte();
    else if (isRead)
        m_state.phase = Phase::Hung; // as the hardware does
    else
        endPacket(); // an address probe
}

/// The next byte of the packet, or a pause until the FIFO lets it begin.
void I2cRegisters::beginByte()
{
    ByteFifoPair& fifos = m_state.controllerFifos;
    const bool isRead = isReadPacket(m_state.packet);
    if (isRead ? fifos.receive.isFull() : fifos.transmit.isEmpty()) {
        m_state.phase = isRead ? Phase::WaitForRoom : Phase::WaitForData;
        return;
    }
    if (!isRead)
        m_state.shifter = fifos.transmit.pop(0xFF);
    m_state.phase = isRead ? Phase::Read : Phase::Write;
    afterBits(kI2cByteClocks);
}

/// After an access to a FIFO.
void I2cRegisters::resume()
{
    const ByteFifoPair& fifos = m_state.controllerFifos;
    const bool canGoOn = (m_state.phase == Phase::WaitForData && !fifos.transmit.isEmpty()) ||
                         (m_state.phase == Phase::WaitForRoom && !fifos.receive.isFull());
    if (!canGoOn)
        return;
    restartClock();
    beginByte();
}

void I2cRegisters::endWrite()
{
    if (!m_wires.write(m_state.shifter)) {
        m_state.acknowledges |= 1U << std::min(m_state.written, I2cBit::kFirstAddress - 1);
        beginStop();
        return;
    }
    ++m_state.written;
    if (++m_state.inPacket < packetBytes(m_state.packet))
        beginByte();
    else
        endPacket();
}

/// The last byte of a transaction arrives in the FIFO together with the transaction's interrupt:
/// one driver family wants the DMA's interrupt for it no earlier, the other no later than it can
/// see this one.
void I2cRegisters::endRead()
{
    m_state.shifter = m_wires.read();
    const bool isLast = ++m_state.inPacket >= packetBytes(m_state.packet);
    m_state.isLastByteHeld = isLast && m_state.packet + 1 == packetCount();
    if (!m_state.isLastByteHeld)
        m_state.controllerFifos.receive.push(m_state.shifter);
    if (isLast)
        endPacket();
    else
        beginByte();
}

void I2cRegisters::endPacket()
{
    if (m_state.packet + 1 >= packetCount()) {
        beginStop();
        return;
    }
    ++m_state.packet;
    startAddress();
}

void I2cRegisters::beginStop()
{
    m_state.phase = Phase::Stop;
    afterBits(1);
}

void I2cRegisters::finish()
{
    m_wires.stop();
    if (std::exchange(m_state.isLastByteHeld, false))
        m_state.controllerFifos.receive.push(m_state.shifter);
    m_state.phase = Phase::Idle;
    m_state.isControllerInterrupt = true;
}

} // namespace perisphere::soc
