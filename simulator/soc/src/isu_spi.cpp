#include "perisphere/soc/isu_spi.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr unsigned kBitsPerByte = 8;

} // namespace

std::uint32_t IsuSpi::actualSpeed(std::uint32_t requestedHertz)
{
    const std::uint32_t wanted = requestedHertz == 0 ? 1 : requestedHertz;
    const std::uint32_t divider = (kSourceHertz + wanted - 1) / wanted;
    return kSourceHertz / std::clamp(divider, kMinimumDivider, kMaximumDivider);
}

IsuSpi::IsuSpi(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu)
    : m_wires(buses, pads, isu)
    , m_timer(scheduler, "spi.byte", [this] { step(); })
{
}

void IsuSpi::enable()
{
    m_wires.take();
}

void IsuSpi::disable()
{
    abort();
    m_wires.release();
}

void IsuSpi::prepareSelect(SpiSelect select, bool isActiveHigh)
{
    setSelect(select, false, isActiveHigh);
}

void IsuSpi::releaseSelect(SpiSelect select)
{
    m_wires.releaseSelect(static_cast<std::size_t>(select));
}

void IsuSpi::setSelect(SpiSelect select, bool isActive, bool isActiveHigh)
{
    m_wires.setSelect(static_cast<std::size_t>(select), isActive == isActiveHigh);
}

void IsuSpi::transfer(SpiTransfer transfer, Done done)
{
    m_current.emplace(Current{.transfer = std::move(transfer), .done = std::move(done)});
    const SpiTransfer& current = m_current->transfer;
    // The clock rests at its polarity before chip select becomes active.
    const bool isClocked = m_wires.begin(current.shift.mode);
    setSelect(current.select, true, current.isActiveHigh);
    if (!isClocked) {
        m_current->result = SpiResult::TimedOut;
        m_timer.setAfter(kTimeout);
        return;
    }
    waitForByte();
}

void IsuSpi::abort()
{
    m_timer.cancel();
    if (m_current) {
        m_wires.end();
        setSelect(m_current->transfer.select, false, m_current->transfer.isActiveHigh);
    }
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
        current.read.push_back(m_wires.exchange(SpiWires::kUndriven, current.transfer.shift));
    else
        static_cast<void>(
            m_wires.exchange(current.transfer.write[current.atInWrite++], current.transfer.shift));
    ++current.atInSegment;
    waitForByte();
}

void IsuSpi::finish()
{
    // `done` may start the next transfer.
    Current finished = std::move(*m_current);
    m_current.reset();
    m_wires.end();
    setSelect(finished.transfer.select, false, finished.transfer.isActiveHigh);
    finished.done(finished.result, finished.read);
}

} // namespace perisphere::soc
