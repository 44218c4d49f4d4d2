#include "dma_channel.hpp"

#include "perisphere/soc/registers/dma.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{
namespace
{

/// How many transfers without a request one event makes: 5 us of them at the highest clock.
constexpr std::int64_t kDmaBatch = 256;
/// No peripheral asks for more in a row; a port that always does is a firmware's mistake, and gets
/// batches.
constexpr std::int64_t kDeepestDmaPort = 64;

} // namespace

DmaChannel::DmaChannel(DmaKind kind, Surroundings surroundings)
    : m_kind(kind)
    , m_around(std::move(surroundings))
    , m_timer(m_around.scheduler, "dma.transfer",
              [this] {
                  catchUp();
                  update();
              })
    , m_timeout(m_around.scheduler, "dma.timeout", [this] { timeOut(); })
{
}

std::uint32_t DmaChannel::read(std::uint32_t offset)
{
    catchUp();
    return peek(offset);
}

std::uint32_t DmaChannel::peek(std::uint32_t offset) const
{
    switch (offset) {
    case DmaOffset::kInterruptStatus:
        return m_state.flags;
    case DmaOffset::kAcknowledge:
        return 0;
    case DmaOffset::kRemaining:
        return m_state.remaining;
    case DmaOffset::kFill:
        return isFifo() ? fillBytes() / transferBytes() : 0;
    case DmaOffset::kFifoStatus:
        return isFifo() ? fifoStatus() : 0;
    case DmaOffset::kHardwarePointer:
        return m_state.hardwarePointer;
    default:
        return stored(offset);
    }
}

void DmaChannel::write(std::uint32_t offset, std::uint32_t value)
{
    catchUp();
    switch (offset) {
    case DmaOffset::kInterruptStatus:
    case DmaOffset::kRemaining:
    case DmaOffset::kFill:
    case DmaOffset::kFifoStatus:
    case DmaOffset::kHardwarePointer:
        return;
    case DmaOffset::kAcknowledge:
        m_state.flags &= ~value;
        break;
    case DmaOffset::kStart:
        m_state.stored[offset / 4] = value;
        if ((value & DmaBit::kStart) == 0)
            stop();
        else if (!m_state.isRunning && !m_state.isHeldInReset)
            start();
        break;
    case DmaOffset::kSoftwarePointer:
        m_state.stored[offset / 4] = value;
        onPointerMoved();
        break;
    default:
        m_state.stored[offset / 4] = value;
        break;
    }
    update();
}

void DmaChannel::setRequest(bool isHigh)
{
    m_state.isRequested = isHigh;
    if (!m_isMoving)
        update();
}

void DmaChannel::setHeldInReset(bool isHeld)
{
    if (m_state.isHeldInReset == isHeld)
        return;
    catchUp();
    m_state.isHeldInReset = isHeld;
    if (isHeld) {
        stop();
        m_state.stored[DmaOffset::kStart / 4] = 0;
        m_state.flags = 0;
    }
    update();
}

std::uint32_t DmaChannel::interruptFlags() const
{
    const std::uint32_t control = stored(DmaOffset::kControl);
    const std::uint32_t enabled = (control & (DmaBit::kHalf | DmaBit::kComplete)) |
                                  ((control & DmaBit::kTimeout) != 0 ? DmaBit::kTimedOut : 0);
    return m_state.flags & enabled;
}

bool DmaChannel::isToMemory() const
{
    return isControl(DmaBit::kToMemory);
}

unsigned DmaChannel::transferBytes() const
{
    return std::min(1U << (stored(DmaOffset::kControl) & 3U), 4U);
}

void DmaChannel::start()
{
    m_state.isRunning = true;
    m_state.isPaced = false;
    if (!isFifo())
        load();
}

void DmaChannel::stop()
{
    m_state.isRunning = false;
    m_timeout.cancel();
    if (isFifo())
        m_state.hardwarePointer = 0;
}

/// What a start and a reload take from the registers.
void DmaChannel::load()
{
    m_state.remaining = stored(DmaOffset::kCount) & DmaBit::kCountMask;
    m_state.moved = 0;
    if (m_kind == DmaKind::Full) {
        m_state.source = stored(DmaOffset::kSource);
        m_state.destination = stored(DmaOffset::kDestination);
    } else {
        m_state.source = stored(isToMemory() ? DmaOffset::kPort : DmaOffset::kMemory);
        m_state.destination = stored(isToMemory() ? DmaOffset::kMemory : DmaOffset::kPort);
    }
}

bool DmaChannel::waitsForRequests() const
{
    return isFifo() || isControl(DmaBit::kHandshake);
}

bool DmaChannel::canMove() const
{
    if (!m_state.isRunning || (waitsForRequests() && !m_state.isRequested))
        return false;
    if (!isFifo())
        return true;
    const std::uint32_t fill = fillBytes();
    return isToMemory() ? fill < ringBytes() : fill > 0;
}

/// How many transfers the pace allows up to now.
std::int64_t DmaChannel::dueInPace() const
{
    const std::int64_t elapsed = (m_around.scheduler.now() - m_state.pacedSince).count();
    return elapsed * m_around.hclk / (kNanosecondsPerSecond * Dma::kCyclesPerTransfer);
}

void DmaChannel::catchUp()
{
    if (m_isMoving || !m_state.isPaced)
        return;
    m_isMoving = true;
    const std::int64_t due = dueInPace();
    while (m_state.movedInPace < due && m_state.isPaced && canMove()) {
        ++m_state.movedInPace;
        move();
    }
    m_isMoving = false;
    // So many transfers take a whole number of seconds: nothing is lost, and nothing overflows.
    if (m_state.movedInPace >= m_around.hclk) {
        m_state.movedInPace -= m_around.hclk;
        m_state.pacedSince += engine::Duration(kNanosecondsPerSecond * Dma::kCyclesPerTransfer);
    }
}

/// The state changes first: the registers at either end may lead back to this channel.
void DmaChannel::move()
{
    if (isFifo())
        moveInRing();
    else
        moveBlock();
}

void DmaChannel::moveBlock()
{
    const std::uint32_t source = m_state.source;
    const std::uint32_t destination = m_state.destination;
    const bool isEmpty = m_state.remaining == 0; // started with a COUNT of 0
    if (!isEmpty)
        stepBlock();
    if (m_state.remaining == 0) {
        raise(DmaBit::kComplete);
        if (!isEmpty && (stored(DmaOffset::kCount) & DmaBit::kReload) != 0)
            load();
        else
            m_state.isRunning = false;
    }
    if (!isEmpty)
        copy(source, destination);
}

void DmaChannel::stepBlock()
{
    const unsigned bytes = transferBytes();
    const bool isFull = m_kind == DmaKind::Full;
    if (isControl(DmaBit::kSourceSteps) && (isFull || !isToMemory()))
        m_state.source += bytes;
    if (isControl(DmaBit::kDestinationSteps) && (isFull || isToMemory()))
        m_state.destination += bytes;
    --m_state.remaining;
    ++m_state.moved;
    if (isControl(DmaBit::kWraps) &&
        m_state.moved == (stored(DmaOffset::kWrapPoint) & DmaBit::kCountMask)) {
        const bool isDestination = isFull ? isControl(DmaBit::kWrapsDestination) : isToMemory();
        (isDestination ? m_state.destination : m_state.source) = stored(DmaOffset::kWrapTo);
    }
    if (m_state.moved == m_state.remaining || m_state.moved == m_state.remaining + 1)
        raise(DmaBit::kHalf);
}

/// Latches a flag whose interrupt is enabled.
void DmaChannel::raise(std::uint32_t flag)
{
    if (isControl(flag))
        m_state.flags |= flag;
}

/// Where the bus has nothing, zeros are read and writes are lost.
void DmaChannel::copy(std::uint32_t from, std::uint32_t to)
{
    const unsigned bytes = transferBytes();
    const std::uint32_t aligned = ~(bytes - 1);
    std::uint32_t value = 0;
    if (!m_around.memory.read(from & aligned, bytes, value))
        value = 0;
    static_cast<void>(m_around.memory.write(to & aligned, bytes, value));
}

/// After any change: flags that follow from the state, and the next event.
void DmaChannel::update()
{
    if (m_isMoving)
        return; // catchUp()'s caller comes here
    if (isFifo() && m_state.isRunning && isThresholdReached())
        raise(DmaBit::kComplete);
    schedule();
    m_around.onInterrupts();
}

void DmaChannel::schedule()
{
    if (!canMove()) {
        m_state.isPaced = false;
        m_timer.cancel();
        return;
    }
    if (!m_state.isPaced) {
        m_state.isPaced = true;
        m_state.pacedSince = m_around.scheduler.now();
        m_state.movedInPace = 0;
    }
    const std::int64_t cycles =
        (m_state.movedInPace + nextBatch()) * std::int64_t{Dma::kCyclesPerTransfer};
    // Whole seconds apart: cycles may be some billions.
    const std::int64_t hclk = m_around.hclk;
    const std::int64_t nanoseconds = cycles / hclk * kNanosecondsPerSecond +
                                     (cycles % hclk * kNanosecondsPerSecond + hclk - 1) / hclk;
    const engine::VirtualTime due = m_state.pacedSince + engine::Duration(nanoseconds);
    if (m_timer.due() != due)
        m_timer.setAt(due);
}

/// How many transfers from now something has to happen at its exact instant.
std::int64_t DmaChannel::nextBatch() const
{
    if (waitsForRequests())
        return m_state.movedInPace < kDeepestDmaPort ? 1 : kDmaBatch;
    std::int64_t batch = std::clamp<std::int64_t>(m_state.remaining, 1, kDmaBatch);
    const std::uint32_t half = (m_state.moved + m_state.remaining + 1) / 2;
    if (isControl(DmaBit::kHalf) && m_state.moved < half)
        batch = std::min<std::int64_t>(batch, half - m_state.moved);
    return batch;
}

void DmaChannel::afterHclkChange()
{
    m_state.isPaced = false;
    update();
}

void DmaChannel::reset()
{
    m_timer.cancel();
    m_timeout.cancel();
    const bool isRequested = m_state.isRequested; // the peripheral's wire
    m_state = {};
    m_state.isRequested = isRequested;
}

void DmaChannel::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_timer);
    snapshot.exchange(m_timeout);
}

} // namespace perisphere::soc
