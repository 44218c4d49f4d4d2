#include "perisphere/soc/registers/uart_line.hpp"

namespace perisphere::soc
{
namespace
{

void drivePad(engine::Pin& pin, bool isHigh)
{
    pin.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, isHigh));
}

} // namespace

IsuUartLine::IsuUartLine(bus::Buses& buses, Pads& pads, unsigned isu)
    : m_buses(buses)
    , m_txd(pads.isu(isu, IsuPad::TxdSclk))
    , m_rts(pads.isu(isu, IsuPad::RtsMosiScl))
    , m_rxd(pads.isu(isu, IsuPad::RxdMisoSda))
    , m_cts(pads.isu(isu, IsuPad::CtsCsa))
{
}

void IsuUartLine::take()
{
    m_isTaken = true;
    drivePad(m_txd, true); // idle
    m_port.emplace(m_buses.uart(), m_rxd, *this);
    m_ctsChanges =
        m_cts.onLevel([this](const engine::PinChange&) { listener().clearToSendChanged(); });
}

void IsuUartLine::release()
{
    if (!m_isTaken)
        return; // the pads may be another function's
    m_isTaken = false;
    m_port.reset();
    m_ctsChanges.end();
    m_txd.setDrive(engine::Drive::none());
    if (m_isReady)
        m_rts.setDrive(engine::Drive::none());
    m_isReady.reset();
}

void IsuUartLine::send(std::uint8_t character, const bus::UartFormat& format)
{
    const unsigned mask = (1U << format.dataBits) - 1;
    m_buses.transmit(m_txd, static_cast<std::uint8_t>(character & mask), format);
}

void IsuUartLine::setReady(bool isReady)
{
    if (m_isReady == isReady || (!m_isReady && !isReady))
        return;
    m_isReady = isReady;
    drivePad(m_rts, !isReady); // active low
}

/// An open line is not clear.
bool IsuUartLine::isClear() const
{
    return m_cts.level() == engine::Level::Low;
}

void IsuUartLine::receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs)
{
    listener().received(characters, sentAs);
}

void IsuUartLine::exchange(engine::Snapshot& snapshot)
{
    bool isTaken = m_isTaken;
    std::optional<bool> isReady = m_isReady;
    snapshot.exchange(isTaken);
    snapshot.exchange(isReady);
    if (snapshot.isSaving())
        return;
    if (isTaken != m_isTaken)
        isTaken ? take() : release();
    if (isReady) {
        setReady(*isReady);
    } else if (m_isReady) {
        m_rts.setDrive(engine::Drive::none());
        m_isReady.reset();
    }
}

} // namespace perisphere::soc
