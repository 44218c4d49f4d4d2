#include "perisphere/soc/isu_spi.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr unsigned kBitsPerByte = 8;
constexpr std::uint8_t kUndriven = 0xFF;

std::uint8_t reversed(std::uint8_t byte)
{
    std::uint8_t result = 0;
    for (unsigned bit = 0; bit < kBitsPerByte; ++bit)
        result = static_cast<std::uint8_t>(unsigned{result} << 1U | (unsigned{byte} >> bit & 1U));
    return result;
}

} // namespace

std::uint32_t IsuSpi::actualSpeed(std::uint32_t requestedHertz)
{
    const std::uint32_t wanted = requestedHertz == 0 ? 1 : requestedHertz;
    const std::uint32_t divider = (kSourceHertz + wanted - 1) / wanted;
    return kSourceHertz / std::clamp(divider, kMinimumDivider, kMaximumDivider);
}

IsuSpi::IsuSpi(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu)
    : m_buses(buses)
    , m_clock(pads.isu(isu, IsuPad::TxdSclk))
    , m_mosi(pads.isu(isu, IsuPad::RtsMosiScl))
    , m_selects{&pads.isu(isu, IsuPad::CtsCsa), &pads.isu(isu, IsuPad::Csb)}
    , m_timer(scheduler, "spi.byte", [this] { step(); })
{
}

void IsuSpi::enable()
{
    m_clock.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, false));
    m_mosi.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, false));
}

void IsuSpi::disable()
{
    abort();
    m_clock.setDrive(engine::Drive::none());
    m_mosi.setDrive(engine::Drive::none());
}

void IsuSpi::prepareSelect(SpiSelect select, bool isActiveHigh)
{
    setSelect(select, false, isActiveHigh);
}

void IsuSpi::releaseSelect(SpiSelect select)
{
    m_selects[static_cast<std::size_t>(select)]->setDrive(engine::Drive::none());
}

void IsuSpi::setSelect(SpiSelect select, bool isActive, bool isActiveHigh)
{
    m_selects[static_cast<std::size_t>(select)]->setDrive(
        engine::digitalDrive(engine::OutputMode::PushPull, isActive == isActiveHigh));
}

void IsuSpi::transfer(SpiTransfer transfer, Done done)
{
    m_current.emplace(Current{.transfer = std::move(transfer),
                              .done = std::move(done),
                              .ports = m_buses.spiPorts(m_clock)});
    const SpiTransfer& current = m_current->transfer;
    // The clock rests at its polarity before chip select becomes active.
    const bool idleHigh = current.shift.mode >= bus::SpiMode::Mode2;
    m_clock.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, idleHigh));
    setSelect(current.select, true, current.isActiveHigh);
    if (m_buses.isClockStopped(m_clock)) {
        m_current->result = SpiResult::TimedOut;
        m_timer.setAfter(kTimeout);
        return;
    }
    waitForByte();
}

void IsuSpi::abort()
{
    m_timer.cancel();
    if (m_current)
        setSelect(m_current->transfer.select, false, m_current->transfer.isActiveHigh);
    m_current.reset();
}

/// Whether there is a byte to shift.
bool IsuSpi::skipFinishedSegments()
{
    Current& current = *m_current;
    const std::vector<SpiSegment>& segments = current.transfer.segments;
    while (current.segment < segments.size() &&
           current.atInSegment == segments[current.segment].bytes) {
        ++current.segment;
        current.atInSegment = 0;
    }
    return current.segment < segments.size();
}

void IsuSpi::waitForByte()
{
    const std::int64_t hertz = m_current->transfer.shift.hertz;
    const std::int64_t bits = skipFinishedSegments() ? kBitsPerByte : 1;
    m_timer.setAfter(engine::Duration((bits * 1'000'000'000 + hertz - 1) / hertz));
}

void IsuSpi::step()
{
    Current& current = *m_current;
    if (current.result == SpiResult::TimedOut || !skipFinishedSegments()) {
        finish();
        return;
    }
    if (current.transfer.segments[current.segment].isRead)
        current.read.push_back(exchange(kUndriven));
    else
        static_cast<void>(exchange(current.transfer.write[current.atInWrite++]));
    ++current.atInSegment;
    waitForByte();
}

/// All selected targets hear the byte; where two answer, both drive MISO and low wins.
std::uint8_t IsuSpi::exchange(std::uint8_t mosi)
{
    const bus::SpiShift& shift = m_current->transfer.shift;
    const bool isReversed = shift.bitOrder == bus::SpiBitOrder::LeastSignificantFirst;
    const std::uint8_t sent = isReversed ? reversed(mosi) : mosi;
    std::uint8_t miso = kUndriven;
    for (bus::SpiPort* port : m_current->ports)
        if (port->isSelected())
            miso = static_cast<std::uint8_t>(miso & port->target().exchange(sent, shift));
    miso = m_buses.received(m_clock, miso);
    return isReversed ? reversed(miso) : miso;
}

void IsuSpi::finish()
{
    // `done` may start the next transfer.
    Current finished = std::move(*m_current);
    m_current.reset();
    setSelect(finished.transfer.select, false, finished.transfer.isActiveHigh);
    finished.done(finished.result, finished.read);
}

} // namespace perisphere::soc
