// The line's side of the UART: pacing, receiving and flow control.
#include "perisphere/soc/registers/uart_registers.hpp"

#include "uart_offsets.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace perisphere::soc
{
namespace
{

/// Tenths of the functional clock, in which the fraction of the divider is whole.
constexpr ClockRate kUartClock{std::uint64_t{kCrystalHertz} * 10};

constexpr std::uint64_t kIdleCharacters = 4; // until a receive time-out

} // namespace

std::size_t UartRegisters::receiveTrigger() const
{
    if (!hasFifos())
        return 1;
    constexpr std::array<std::size_t, 3> triggers = {1, 6, 12};
    const unsigned code = m_state.fifoControl >> 6;
    if (code < triggers.size())
        return triggers[code];
    return std::clamp<std::size_t>(word(uart::kRxTrig) & 0x3FU, 1, kReceiveDepth);
}

/// THRE: with FIFOs from the trigger level downwards.
bool UartRegisters::isTransmitReady() const
{
    constexpr std::array<std::size_t, 4> triggers = {1, 4, 8, 14};
    return m_transmit.size() <= (hasFifos() ? triggers[m_state.fifoControl >> 4 & 3U] : 0);
}

bool UartRegisters::isDma() const
{
    return m_setup.dma != nullptr && (word(uart::kVfifoEn) & 1U) != 0;
}

bool UartRegisters::isReceiveDma() const
{
    return isDma() && (word(uart::kExtendAdd) & uart::kReceiveHandshake) != 0;
}

bool UartRegisters::isLooped() const
{
    return (word(uart::kMcr) & uart::kLoop) != 0;
}

std::uint64_t UartRegisters::ticksPerBit() const
{
    constexpr std::array<std::uint64_t, 3> samples = {16, 8, 4}; // of HIGHSPEED 0 to 2
    const std::uint32_t mode = word(uart::kHighspeed) & 3U;
    std::uint64_t perBit = 0;
    if (mode < samples.size()) {
        perBit = samples[mode] * 10;
    } else {
        const unsigned fraction =
            (word(uart::kFracDivM) & 3U) << 8 | (word(uart::kFracDivL) & 0xFFU);
        perBit = std::uint64_t{(word(uart::kSampleCount) & 0xFFU) + 1} * 10 +
                 static_cast<unsigned>(std::popcount(fraction));
    }
    const std::uint64_t divisor = std::uint64_t{m_state.divisorHigh} << 8 | m_state.divisorLow;
    return perBit * std::max<std::uint64_t>(divisor, 1); // firmware may print before it sets one
}

std::uint64_t UartRegisters::ticksPerCharacter() const
{
    const std::uint32_t guard = word(uart::kGuard);
    const unsigned guardBits = (guard & 0x10U) != 0 ? guard & 0xFU : 0;
    return ticksPerBit() * (format().bitsPerCharacter() + guardBits);
}

bus::UartFormat UartRegisters::format() const
{
    const std::uint32_t lcr = word(uart::kLcr);
    const std::uint64_t perBit = ticksPerBit();
    bus::UartFormat result;
    result.baudRate = static_cast<std::uint32_t>((kUartClock.ticks + perBit / 2) / perBit);
    result.dataBits = static_cast<std::uint8_t>(5 + (lcr & 3U));
    result.stopBits = (lcr & 4U) != 0 ? 2 : 1;
    if ((lcr & 8U) != 0)
        result.parity = (lcr & 0x10U) != 0 ? bus::UartParity::Even : bus::UartParity::Odd;
    return result;
}

/// Until firmware touches the UART, its pads may be those of another function of the ISU.
void UartRegisters::takeLine()
{
    if (!std::exchange(m_state.isTaken, true))
        m_line.take();
}

// Transmitter

void UartRegisters::push(std::uint8_t character)
{
    if (m_transmit.size() < transmitDepth())
        m_transmit.push_back(character);
    m_state.isTransmitPending = false;
    shiftNext();
    m_state.isTransmitPending = isTransmitReady();
}

bool UartRegisters::mayTransmit() const
{
    if (m_state.isStoppedByPeer)
        return false;
    return (m_state.enhanced & uart::kAutoCts) == 0 || isLooped() || m_line.isClear();
}

void UartRegisters::shiftNext()
{
    if (m_state.isShifting)
        return;
    if (m_state.control) {
        shift(*std::exchange(m_state.control, std::nullopt));
    } else if (!m_transmit.empty() && mayTransmit()) {
        const std::uint8_t character = m_transmit.front();
        const bool wasReady = isTransmitReady();
        m_transmit.pop_front();
        if (!wasReady && isTransmitReady())
            m_state.isTransmitPending = true;
        shift(character);
    }
}

/// The end of each character is computed from the begin of the first without a gap.
void UartRegisters::shift(std::uint8_t character)
{
    const engine::VirtualTime now = m_scheduler.now();
    if (m_state.burstTicks == 0 || m_state.burstEnd != now) {
        m_state.burstStart = now;
        m_state.burstTicks = 0;
    }
    m_state.burstTicks += ticksPerCharacter();
    m_state.burstEnd =
        engine::later(m_state.burstStart, durationOf(m_state.burstTicks, kUartClock));
    m_state.isShifting = true;
    m_state.shifted = character;
    m_shift.setAt(m_state.burstEnd);
}

void UartRegisters::characterShifted()
{
    m_state.isShifting = false;
    const std::uint8_t character = m_state.shifted;
    shiftNext(); // the next one begins where this ends, whatever its receivers do
    if (isLooped())
        accept(character, 0);
    else
        m_line.send(character, format());
    update();
}

// Receiver

void UartRegisters::received(std::span<const std::uint8_t> characters,
                             const std::optional<bus::UartFormat>& sentAs)
{
    if (isLooped())
        return;
    const auto reception = sentAs ? bus::receivedAs(*sentAs, format()) : bus::UartReception::Good;
    for (const std::uint8_t character : characters) {
        switch (reception) {
        case bus::UartReception::Good:
            accept(character, 0);
            break;
        case bus::UartReception::ParityError:
            accept(character, uart::kParityError);
            break;
        case bus::UartReception::FramingError:
            accept(0, uart::kFramingError); // what was sampled is not known
            break;
        }
    }
    update();
}

void UartRegisters::accept(std::uint8_t character, std::uint8_t errors)
{
    if (errors == 0 && (m_state.enhanced & 3U) == uart::kCompareXon1) {
        const bool isXoff = character == m_state.flowCharacters[2];
        if (isXoff || character == m_state.flowCharacters[0]) {
            m_state.isStoppedByPeer = isXoff;
            if (isXoff)
                m_state.words[uart::kInterruptSta / 4] |= uart::kSoftwareFlowed;
            shiftNext();
            return;
        }
    }
    startIdle();
    if (m_receive.size() < receiveDepth())
        m_receive.push_back({.character = character, .errors = errors});
    else
        m_state.hasOverrun = true;
    updateReceiveFlow();
}

std::uint8_t UartRegisters::pop()
{
    if (m_receive.empty())
        return 0;
    const std::uint8_t character = m_receive.front().character;
    m_receive.pop_front();
    if (!isReceiveDma()) {
        m_state.isTimeoutPending = false;
        if (!m_receive.empty())
            startIdle();
    }
    updateReceiveFlow();
    return character;
}

void UartRegisters::startIdle()
{
    m_idle.setAfter(durationOf(kIdleCharacters * ticksPerCharacter(), kUartClock));
}

/// With DMA the time-out tells that characters came, though they have left the FIFO.
void UartRegisters::idleElapsed()
{
    if (isReceiveDma() || !m_receive.empty())
        m_state.isTimeoutPending = true;
    update();
}

void UartRegisters::updateReceiveFlow()
{
    const std::size_t depth = receiveDepth();
    const std::size_t stopAt = std::max<std::size_t>(depth * 3 / 4, 1);
    const bool mustStop =
        m_state.hasStoppedPeer ? m_receive.size() > depth / 4 : m_receive.size() >= stopAt;
    if (mustStop == m_state.hasStoppedPeer)
        return;
    m_state.hasStoppedPeer = mustStop;
    updateReady();
    if ((m_state.enhanced >> 2 & 3U) == uart::kSendXon1) {
        m_state.control = m_state.flowCharacters[mustStop ? 2 : 0];
        shiftNext();
    }
}

void UartRegisters::updateReady()
{
    const bool isRequested = (word(uart::kMcr) & uart::kRts) != 0;
    const bool isAutomatic = (m_state.enhanced & uart::kAutoRts) != 0;
    m_line.setReady(isRequested && !(isAutomatic && m_state.hasStoppedPeer));
}

void UartRegisters::clearToSendChanged()
{
    m_state.hasModemChange = true;
    if ((m_state.enhanced & uart::kAutoCts) != 0 && !m_line.isClear())
        m_state.words[uart::kInterruptSta / 4] |= uart::kHardwareFlowed;
    shiftNext();
    update();
}

} // namespace perisphere::soc
