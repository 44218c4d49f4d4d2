#include "perisphere/soc/isu_uart.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::uint8_t kXon = 0x11;
constexpr std::uint8_t kXoff = 0x13;

/// The receive buffer asks the peer to stop and to go on at these fill levels.
constexpr std::size_t kStopAt = IsuUart::kReceiveBytes * 3 / 4;
constexpr std::size_t kGoOnAt = IsuUart::kReceiveBytes / 4;

/// Unpaced characters go out together, as many as fit a receiver that has just not yet asked to
/// stop.
constexpr std::size_t kUnpacedBlock = IsuUart::kReceiveBytes - kStopAt;

void driveLevel(engine::Pin& pin, bool high)
{
    pin.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, high));
}

} // namespace

bool IsuUart::isRate(std::uint32_t baudRate)
{
    return baudRate >= 300 && baudRate <= 3'000'000;
}

IsuUart::IsuUart(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu)
    : m_buses(buses)
    , m_txd(pads.isu(isu, IsuPad::TxdSclk))
    , m_rts(pads.isu(isu, IsuPad::RtsMosiScl))
    , m_rxd(pads.isu(isu, IsuPad::RxdMisoSda))
    , m_cts(pads.isu(isu, IsuPad::CtsCsa))
    , m_shift(scheduler, "uart.character", [this] { characterSent(); })
{
}

void IsuUart::enable(const UartSetup& setup, Notify received, Notify drained)
{
    m_isEnabled = true;
    m_setup = setup;
    m_received = std::move(received);
    m_drained = std::move(drained);
    m_errors = {};
    m_isStoppedByPeer = false;
    m_hasStoppedPeer = false;
    driveLevel(m_txd, true); // idle
    m_port.emplace(m_buses.uart(), m_rxd, *this);
    if (setup.flow == UartFlow::RtsCts) {
        driveLevel(m_rts, false); // ready, active low
        m_ctsChanges = m_cts.onLevel([this](const engine::PinChange&) { transmitNext(); });
    }
}

void IsuUart::disable()
{
    m_isEnabled = false;
    m_shift.cancel();
    m_port.reset();
    m_ctsChanges.end();
    m_transmit.clear();
    m_receive.clear();
    m_control.reset();
    m_received = {};
    m_drained = {};
    m_txd.setDrive(engine::Drive::none());
    m_rts.setDrive(engine::Drive::none());
}

std::size_t IsuUart::write(std::span<const std::uint8_t> bytes)
{
    const std::size_t count = std::min(bytes.size(), writeRoom());
    m_transmit.insert(m_transmit.end(), bytes.begin(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(count));
    transmitNext();
    return count;
}

std::size_t IsuUart::read(std::span<std::uint8_t> bytes)
{
    const std::size_t count = std::min(bytes.size(), m_receive.size());
    const auto end = m_receive.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(m_receive.begin(), end, bytes.begin());
    m_receive.erase(m_receive.begin(), end);
    updateReceiveFlow();
    return count;
}

bool IsuUart::mayTransmit() const
{
    switch (m_setup.flow) {
    case UartFlow::RtsCts:
        return m_cts.level() == engine::Level::Low; // clear to send; an open line is not
    case UartFlow::XonXoff:
        return !m_isStoppedByPeer;
    case UartFlow::None:
        break;
    }
    return true;
}

/// Starts the shift register when it is empty and something may go out. Flow control's own
/// characters go first and are not held back.
void IsuUart::transmitNext()
{
    if (!m_isEnabled || m_shift.isPending())
        return;
    const bool hasData = !m_transmit.empty() && mayTransmit();
    if (!m_control && !hasData)
        return;
    m_shift.setAfter(m_setup.isPaced ? m_setup.format.characterTime() : engine::Duration(0));
}

void IsuUart::characterSent()
{
    if (m_control)
        m_buses.transmit(m_txd, *std::exchange(m_control, std::nullopt), m_setup.format);
    else if (!m_transmit.empty())
        transmitData();
    else
        return;
    transmitNext();
    if (m_isEnabled && m_drained)
        m_drained();
}

void IsuUart::transmitData()
{
    std::array<std::uint8_t, kUnpacedBlock> block;
    const std::size_t count = m_setup.isPaced ? 1 : std::min(block.size(), m_transmit.size());
    const auto end = m_transmit.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(m_transmit.begin(), end, block.begin());
    m_transmit.erase(m_transmit.begin(), end);
    m_buses.transmit(m_txd, std::span(block).first(count), m_setup.format);
}

void IsuUart::receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs)
{
    switch (bus::receivedAs(sentAs, m_setup.format)) {
    case bus::UartReception::FramingError:
        m_errors.framing += characters.size(); // dropped, as the driver drops it
        return;
    case bus::UartReception::ParityError:
        m_errors.parity += characters.size();
        return;
    case bus::UartReception::Good:
        break;
    }
    for (const std::uint8_t character : characters) {
        if (m_setup.flow == UartFlow::XonXoff && (character == kXon || character == kXoff)) {
            m_isStoppedByPeer = character == kXoff;
            transmitNext();
        } else {
            acceptCharacter(character);
        }
    }
    updateReceiveFlow();
    if (m_received && !m_receive.empty())
        m_received();
}

void IsuUart::acceptCharacter(std::uint8_t character)
{
    if (m_receive.size() == kReceiveBytes) {
        ++m_errors.overrun;
        return;
    }
    m_receive.push_back(character);
}

void IsuUart::updateReceiveFlow()
{
    const bool mustStop =
        m_hasStoppedPeer ? m_receive.size() > kGoOnAt : m_receive.size() >= kStopAt;
    if (mustStop == m_hasStoppedPeer || m_setup.flow == UartFlow::None)
        return;
    m_hasStoppedPeer = mustStop;
    if (m_setup.flow == UartFlow::RtsCts) {
        driveLevel(m_rts, mustStop);
    } else {
        m_control = mustStop ? kXoff : kXon;
        transmitNext();
    }
}

} // namespace perisphere::soc
