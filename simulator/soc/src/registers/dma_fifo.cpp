// Virtual FIFOs: a ring of bytes in memory between a channel's hardware and software pointer.
#include "perisphere/soc/registers/dma.hpp"

#include "dma_channel.hpp"

#include <algorithm>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kAlertWhenRoom = 1U << 31U; // ALTLEN's comparison sense

enum DmaFifoStatus : std::uint32_t { kDmaFull = 1, kDmaEmpty = 2, kDmaAlert = 4 };

} // namespace

/// A pointer has 16 bits for the offset.
std::uint32_t DmaChannel::ringBytes() const
{
    return std::min((stored(DmaOffset::kFifoSize) & DmaBit::kOffsetMask) * transferBytes(),
                    DmaBit::kWrapFlag);
}

std::uint32_t DmaChannel::fillBytes() const
{
    const std::uint32_t ring = ringBytes();
    const std::uint32_t software = stored(DmaOffset::kSoftwarePointer);
    const std::uint32_t writer = isToMemory() ? m_state.hardwarePointer : software;
    const std::uint32_t reader = isToMemory() ? software : m_state.hardwarePointer;
    std::uint32_t fill = (writer & DmaBit::kOffsetMask) - (reader & DmaBit::kOffsetMask);
    if (((writer ^ reader) & DmaBit::kWrapFlag) != 0)
        fill += ring;
    // Pointers outside of the ring or past each other: as empty as that side would find it.
    return fill <= ring ? fill : 0;
}

std::uint32_t DmaChannel::fifoStatus() const
{
    const std::uint32_t fill = fillBytes();
    const std::uint32_t room = (ringBytes() - fill) / transferBytes();
    const std::uint32_t length = stored(DmaOffset::kAlertLength) & DmaBit::kOffsetMask;
    const bool isAlert =
        (stored(DmaOffset::kAlertLength) & kAlertWhenRoom) != 0 ? room > length : room < length;
    const bool isFull = fill == ringBytes() && fill != 0;
    return (isFull ? kDmaFull : 0U) | (fill == 0 ? kDmaEmpty : 0U) | (isAlert ? kDmaAlert : 0U);
}

/// There is work for the software: room in a transmit FIFO, data in a receive FIFO.
bool DmaChannel::isThresholdReached() const
{
    const std::uint32_t threshold = stored(DmaOffset::kCount) & DmaBit::kOffsetMask;
    const std::uint32_t fill = fillBytes() / transferBytes();
    return isToMemory() ? fill >= threshold : fill < threshold;
}

void DmaChannel::advanceRing()
{
    const std::uint32_t next = (m_state.hardwarePointer & DmaBit::kOffsetMask) + transferBytes();
    const std::uint32_t wrap = m_state.hardwarePointer & DmaBit::kWrapFlag;
    m_state.hardwarePointer = next >= ringBytes() ? wrap ^ DmaBit::kWrapFlag : wrap | next;
    onPointerMoved();
}

void DmaChannel::moveInRing()
{
    const std::uint32_t port = stored(DmaOffset::kPort);
    const std::uint32_t memory =
        stored(DmaOffset::kMemory) + (m_state.hardwarePointer & DmaBit::kOffsetMask);
    advanceRing();
    if (isThresholdReached())
        raise(DmaBit::kComplete);
    if (isToMemory())
        copy(port, memory);
    else
        copy(memory, port);
}

/// The time-out of a receive FIFO runs from the last time that a pointer moved.
void DmaChannel::onPointerMoved()
{
    if (!isFifo())
        return;
    if (!m_state.isRunning || !isToMemory() || !isControl(DmaBit::kTimeout) || fillBytes() == 0) {
        m_timeout.cancel();
        return;
    }
    const std::int64_t hclk = m_around.hclk;
    const std::int64_t cycles =
        std::max<std::int64_t>(stored(DmaOffset::kTimeout), Dma::kCyclesPerTransfer);
    m_timeout.setAfter(engine::Duration((cycles * kNanosecondsPerSecond + hclk - 1) / hclk));
}

void DmaChannel::timeOut()
{
    catchUp();
    if (m_state.isRunning && fillBytes() != 0 && isControl(DmaBit::kTimeout))
        m_state.flags |= DmaBit::kTimedOut;
    update();
}

} // namespace perisphere::soc
