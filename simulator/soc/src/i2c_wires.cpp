#include "perisphere/soc/i2c_wires.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{

I2cWires::I2cWires(bus::Buses& buses, Pads& pads, unsigned isu)
    : m_buses(buses)
    , m_isu(isu)
    , m_scl(pads.isu(isu, IsuPad::RtsMosiScl))
    , m_sda(pads.isu(isu, IsuPad::RxdMisoSda))
{
}

void I2cWires::release()
{
    m_scl.setDrive(engine::Drive::none());
    m_sda.setDrive(engine::Drive::none());
}

bool I2cWires::isHeldLow() const
{
    return m_scl.level() == engine::Level::Low || m_sda.level() == engine::Level::Low;
}

void I2cWires::begin()
{
    m_targets = m_buses.i2cTargets(m_scl, m_sda);
    m_target = nullptr;
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->i2cBegan(m_isu);
}

I2cWires::Answer I2cWires::address(std::uint8_t address, bus::I2cAccess access)
{
    const Answer answer = answerOf(address, access);
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->i2cAddressed(m_isu, address, access, answer == Answer::Acknowledged);
    return answer;
}

I2cWires::Answer I2cWires::answerOf(std::uint8_t address, bus::I2cAccess access)
{
    switch (m_buses.fateOf(m_scl, address)) {
    case bus::I2cFate::Proceeds:
        break;
    case bus::I2cFate::NoAcknowledge:
        return Answer::NoAcknowledge;
    case bus::I2cFate::ArbitrationLost:
        return Answer::ArbitrationLost;
    case bus::I2cFate::ClockHeld:
        return Answer::ClockHeld;
    }
    bus::I2cTarget* answers = nullptr;
    for (bus::I2cTarget* target : m_targets)
        if (target->start(address, access) && answers == nullptr)
            answers = target;
    if (answers == nullptr)
        return Answer::NoAcknowledge;
    m_target = answers;
    return Answer::Acknowledged;
}

bool I2cWires::write(std::uint8_t byte)
{
    const bool isAcknowledged = m_target->write(byte);
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->i2cPassed(m_isu, byte, isAcknowledged);
    return isAcknowledged;
}

std::uint8_t I2cWires::read()
{
    const std::uint8_t byte = m_target->read();
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->i2cPassed(m_isu, byte, true);
    return byte;
}

void I2cWires::stop()
{
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->i2cEnded(m_isu);
    m_targets.clear();
    if (bus::I2cTarget* const target = std::exchange(m_target, nullptr))
        target->stop();
}

void I2cWires::exchange(engine::Snapshot& snapshot)
{
    bool isBegun = !m_targets.empty();
    auto place = static_cast<std::size_t>(std::find(m_targets.begin(), m_targets.end(), m_target) -
                                          m_targets.begin());
    snapshot.exchange(isBegun);
    snapshot.exchange(place);
    if (snapshot.isSaving())
        return;
    m_targets.clear();
    if (isBegun)
        m_targets = m_buses.i2cTargets(m_scl, m_sda);
    m_target = place < m_targets.size() ? m_targets[place] : nullptr;
}

} // namespace perisphere::soc
