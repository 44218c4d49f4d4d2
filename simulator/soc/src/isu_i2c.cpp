#include "perisphere/soc/isu_i2c.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace perisphere::soc
{
namespace
{

/// Eight bits and the acknowledge.
constexpr unsigned kClocksPerByte = 9;

} // namespace

bool IsuI2c::isSpeed(std::uint32_t hertz)
{
    constexpr std::array<std::uint32_t, 3> speeds = {100'000, 400'000, 1'000'000};
    return std::find(speeds.begin(), speeds.end(), hertz) != speeds.end();
}

IsuI2c::IsuI2c(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu)
    : m_wires(buses, pads, isu)
    , m_timer(scheduler, "i2c.byte", [this] { step(); })
{
}

void IsuI2c::enable()
{
    m_wires.release();
    setSpeed(100'000);
}

void IsuI2c::disable()
{
    abort();
}

void IsuI2c::transfer(I2cTransfer transfer, Done done)
{
    m_current.emplace(Current{.transfer = std::move(transfer), .done = std::move(done)});
    if (m_wires.isHeldLow()) {
        m_current->result = I2cResult::BusBusy;
        m_current->phase = Phase::Stop;
        afterBits(1);
        return;
    }
    m_wires.begin();
    m_current->phase = m_current->transfer.hasWritePhase ? Phase::WriteAddress : Phase::ReadAddress;
    afterBits(1 + kClocksPerByte); // START and the address
}

void IsuI2c::abort()
{
    m_timer.cancel();
    m_wires.stop();
    m_current.reset();
}

void IsuI2c::afterBits(unsigned bits)
{
    m_timer.setAfter(m_bitTime * bits);
}

void IsuI2c::step()
{
    switch (m_current->phase) {
    case Phase::WriteAddress:
        addressTargets(bus::I2cAccess::Write);
        break;
    case Phase::Write:
        writeByte();
        break;
    case Phase::ReadAddress:
        addressTargets(bus::I2cAccess::Read);
        break;
    case Phase::Read:
        readByte();
        break;
    case Phase::Stop:
        finish();
        break;
    }
}

void IsuI2c::addressTargets(bus::I2cAccess access)
{
    Current& current = *m_current;
    switch (m_wires.address(current.transfer.address, access)) {
    case I2cWires::Answer::Acknowledged:
        break;
    case I2cWires::Answer::NoAcknowledge:
        beginStop(I2cResult::NoAcknowledge);
        return;
    case I2cWires::Answer::ArbitrationLost:
        beginStop(I2cResult::ArbitrationLost);
        return;
    case I2cWires::Answer::ClockHeld:
        return; // until abort()
    }
    const bool isWrite = access == bus::I2cAccess::Write;
    current.phase = isWrite ? Phase::Write : Phase::Read;
    current.at = 0;
    if (isWrite && current.transfer.write.empty())
        endWritePhase(); // an address probe, or nothing before the repeated START
    else
        afterBits(kClocksPerByte);
}

void IsuI2c::writeByte()
{
    Current& current = *m_current;
    const std::vector<std::uint8_t>& bytes = current.transfer.write;
    if (!m_wires.write(bytes[current.at++])) {
        beginStop(I2cResult::NoAcknowledge);
    } else if (current.at < bytes.size()) {
        afterBits(kClocksPerByte);
    } else {
        endWritePhase();
    }
}

void IsuI2c::endWritePhase()
{
    if (m_current->transfer.readBytes == 0) {
        beginStop(I2cResult::Done);
        return;
    }
    m_current->phase = Phase::ReadAddress;
    afterBits(1 + kClocksPerByte); // repeated START
}

void IsuI2c::readByte()
{
    Current& current = *m_current;
    current.read.push_back(m_wires.read());
    if (current.read.size() < current.transfer.readBytes)
        afterBits(kClocksPerByte);
    else
        beginStop(I2cResult::Done);
}

void IsuI2c::beginStop(I2cResult result)
{
    m_current->result = result;
    m_current->phase = Phase::Stop;
    afterBits(1);
}

void IsuI2c::finish()
{
    // `done` may start the next transfer.
    Current finished = std::move(*m_current);
    m_current.reset();
    m_wires.stop();
    finished.done(finished.result, finished.read);
}

} // namespace perisphere::soc
