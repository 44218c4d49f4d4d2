#include "perisphere/soc/spi_wires.hpp"

namespace perisphere::soc
{
namespace
{

std::uint8_t withBitsReversed(std::uint8_t byte)
{
    std::uint8_t result = 0;
    for (unsigned bit = 0; bit < 8; ++bit)
        result = static_cast<std::uint8_t>(unsigned{result} << 1U | (unsigned{byte} >> bit & 1U));
    return result;
}

} // namespace

SpiWires::SpiWires(bus::Buses& buses, Pads& pads, unsigned isu)
    : m_buses(buses)
    , m_isu(isu)
    , m_clock(pads.isu(isu, IsuPad::TxdSclk))
    , m_mosi(pads.isu(isu, IsuPad::RtsMosiScl))
    , m_miso(pads.isu(isu, IsuPad::RxdMisoSda))
    , m_selects{&pads.isu(isu, IsuPad::CtsCsa), &pads.isu(isu, IsuPad::Csb)}
{
}

void SpiWires::take()
{
    m_clock.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, false));
    m_mosi.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, false));
}

void SpiWires::release()
{
    m_clock.setDrive(engine::Drive::none());
    m_mosi.setDrive(engine::Drive::none());
}

void SpiWires::setSelect(std::size_t select, bool isHigh)
{
    m_selects[select]->setDrive(engine::digitalDrive(engine::OutputMode::PushPull, isHigh));
}

void SpiWires::releaseSelect(std::size_t select)
{
    m_selects[select]->setDrive(engine::Drive::none());
}

void SpiWires::rest(bus::SpiMode mode)
{
    const bool isIdleHigh = mode >= bus::SpiMode::Mode2;
    m_clock.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, isIdleHigh));
}

bool SpiWires::begin(bus::SpiMode mode)
{
    findPorts();
    rest(mode);
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->spiBegan(m_isu);
    return !m_buses.isClockStopped(m_clock);
}

void SpiWires::findPorts()
{
    m_ports = m_buses.spiPorts(m_clock);
    m_isLoop = m_buses.areWired(m_mosi, m_miso);
}

std::uint8_t SpiWires::exchange(std::uint8_t mosi, const bus::SpiShift& shift)
{
    const bool isReversed = shift.bitOrder == bus::SpiBitOrder::LeastSignificantFirst;
    const std::uint8_t sent = isReversed ? withBitsReversed(mosi) : mosi;
    std::uint8_t miso = m_isLoop ? sent : kUndriven;
    for (bus::SpiPort* port : m_ports)
        if (port->isSelected())
            miso = static_cast<std::uint8_t>(miso & port->target().exchange(sent, shift));
    miso = m_buses.received(m_clock, miso);
    const std::uint8_t received = isReversed ? withBitsReversed(miso) : miso;
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->spiPassed(m_isu, mosi, received, shift);
    return received;
}

void SpiWires::end()
{
    m_ports.clear();
    for (bus::TrafficObserver* const observer : m_buses.observers())
        observer->spiEnded(m_isu);
}

void SpiWires::exchange(engine::Snapshot& snapshot)
{
    bool isBegun = !m_ports.empty() || m_isLoop;
    snapshot.exchange(isBegun);
    if (snapshot.isSaving())
        return;
    m_ports.clear();
    if (isBegun)
        findPorts();
}

} // namespace perisphere::soc
