#include "bus_waveforms.hpp"

#include <algorithm>
#include <bit>

namespace perisphere::runtime
{
namespace
{

using engine::Duration;
using engine::VirtualTime;

constexpr int kI2cBits = 9; ///< with the acknowledgement

} // namespace

BusWaveforms::BusWaveforms(const Board& board, engine::TraceRecorder& recorder, bool isUartPaced)
    : m_scheduler(board.scheduler)
    , m_buses(board.buses)
    , m_pads(board.pads)
    , m_recorder(recorder)
    , m_isUartPaced(isUartPaced)
{
    std::uint32_t signal = 0;
    for (const engine::TraceSignal& one : recorder.signals()) {
        if (const auto pin = board.netlist.findPin(one.name))
            m_watched.push_back({.pin = *pin, .signal = signal});
        ++signal;
    }
    m_buses.addObserver(*this);
}

BusWaveforms::~BusWaveforms()
{
    m_buses.removeObserver(*this);
}

BusWaveforms::Line BusWaveforms::lineOf(const engine::Pin& pin) const
{
    Line line;
    for (const Watched& one : m_watched)
        if (one.pin == &pin || m_buses.areWired(pin, *one.pin))
            line.push_back(one);
    return line;
}

void BusWaveforms::put(const Line& line, VirtualTime at, bool isHigh)
{
    for (const Watched& one : line)
        m_recorder.recordLevel(one.signal, at, isHigh ? engine::Level::High : engine::Level::Low);
}

// I2C: data changes while the clock is low, but for START and STOP. How long a bit takes is told by
// how long it has taken until the byte had passed.

void BusWaveforms::i2cBegan(unsigned block)
{
    m_i2c[block] = {.clock = lineOf(m_pads.isu(block, soc::IsuPad::RtsMosiScl)),
                    .data = lineOf(m_pads.isu(block, soc::IsuPad::RxdMisoSda)),
                    .last = m_scheduler.now()};
}

void BusWaveforms::putBit(I2c& bus, const Slot& slot, bool isHigh)
{
    put(bus.data, slot.begin, isHigh);
    put(bus.clock, slot.begin + slot.length / 2, true);
    bus.last = slot.begin + slot.length;
    put(bus.clock, bus.last, false);
}

void BusWaveforms::putByte(I2c& bus, Duration slot, std::uint8_t byte)
{
    for (unsigned bit = 0; bit < 8; ++bit)
        putBit(bus, {.begin = bus.last, .length = slot}, (byte >> (7U - bit) & 1U) != 0);
}

/// A line that is let go is high.
void BusWaveforms::acknowledge(I2c& bus, bool isAcknowledged)
{
    if (const auto slot = std::exchange(bus.acknowledgement, std::nullopt))
        putBit(bus, *slot, !isAcknowledged);
}

void BusWaveforms::i2cAddressed(unsigned block, std::uint8_t address, bus::I2cAccess access,
                                bool isAcknowledged)
{
    const auto under = m_i2c.find(block);
    if (under == m_i2c.end())
        return;
    I2c& bus = under->second;
    acknowledge(bus, false); // a read ends without
    const VirtualTime begin = bus.last;
    const Duration slot = (m_scheduler.now() - begin) / (1 + kI2cBits); // with the START
    if (bus.isAddressed) {
        put(bus.data, begin, true);
        put(bus.clock, begin + slot / 4, true);
    }
    put(bus.data, begin + slot / 2, false);
    bus.last = begin + slot;
    put(bus.clock, bus.last, false);
    bus.isAddressed = true;
    bus.isReading = access == bus::I2cAccess::Read;
    putByte(bus, slot,
            static_cast<std::uint8_t>(unsigned{address} << 1U | (bus.isReading ? 1U : 0U)));
    putBit(bus, {.begin = bus.last, .length = slot}, !isAcknowledged);
}

void BusWaveforms::i2cPassed(unsigned block, std::uint8_t byte, bool isAcknowledged)
{
    const auto under = m_i2c.find(block);
    if (under == m_i2c.end())
        return;
    I2c& bus = under->second;
    acknowledge(bus, true);
    const Duration slot = (m_scheduler.now() - bus.last) / kI2cBits;
    putByte(bus, slot, byte);
    bus.acknowledgement = Slot{.begin = bus.last, .length = slot};
    if (!bus.isReading)
        acknowledge(bus, isAcknowledged);
}

void BusWaveforms::i2cEnded(unsigned block)
{
    const auto under = m_i2c.extract(block);
    if (under.empty())
        return;
    I2c& bus = under.mapped();
    acknowledge(bus, false);
    const VirtualTime now = m_scheduler.now();
    put(bus.data, bus.last, false);
    put(bus.clock, bus.last + (now - bus.last) / 2, true);
    put(bus.data, now, true);
}

// SPI: of the modes the odd ones change data with the first edge of a clock, the even ones half a
// clock before it.

void BusWaveforms::spiBegan(unsigned block)
{
    m_spi[block] = {.clock = lineOf(m_pads.isu(block, soc::IsuPad::TxdSclk)),
                    .mosi = lineOf(m_pads.isu(block, soc::IsuPad::RtsMosiScl)),
                    .miso = lineOf(m_pads.isu(block, soc::IsuPad::RxdMisoSda)),
                    .last = m_scheduler.now()};
}

void BusWaveforms::spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso,
                             const bus::SpiShift& shift)
{
    const auto under = m_spi.find(block);
    if (under == m_spi.end() || shift.hertz == 0)
        return;
    Spi& bus = under->second;
    const VirtualTime now = m_scheduler.now();
    const VirtualTime begin =
        std::max(bus.last, now - Duration(std::int64_t{8'000'000'000} / shift.hertz));
    bus.last = now;
    const Duration slot = (now - begin) / 8;
    const bool isIdleHigh = shift.mode >= bus::SpiMode::Mode2;
    const bool isLate = shift.mode == bus::SpiMode::Mode1 || shift.mode == bus::SpiMode::Mode3;
    const bool isLeastFirst = shift.bitOrder == bus::SpiBitOrder::LeastSignificantFirst;
    for (unsigned bit = 0; bit < 8; ++bit) {
        const VirtualTime at = begin + slot * bit;
        const unsigned place = isLeastFirst ? bit : 7U - bit;
        put(bus.mosi, at, (mosi >> place & 1U) != 0);
        put(bus.miso, at, (miso >> place & 1U) != 0);
        put(bus.clock, isLate ? at : at + slot / 2, !isIdleHigh);
        put(bus.clock, isLate ? at + slot / 2 : at + slot, isIdleHigh);
    }
}

/// From now on the lines are what their nets are.
void BusWaveforms::spiEnded(unsigned block)
{
    const auto under = m_spi.extract(block);
    if (under.empty())
        return;
    for (const Line* line : {&under.mapped().clock, &under.mapped().mosi, &under.mapped().miso})
        for (const Watched& one : *line)
            m_recorder.recordLevel(one.signal, m_scheduler.now(), one.pin->level());
}

// UART: a start bit, the least significant bit first, a parity bit, a pause of stop bits.

void BusWaveforms::uartSent(const engine::Pin& transmitPin,
                            std::span<const std::uint8_t> characters, const bus::UartFormat& format)
{
    if (!m_isUartPaced)
        return;
    const Line line = lineOf(transmitPin);
    if (line.empty())
        return;
    VirtualTime begin =
        m_scheduler.now() - format.characterTime() * static_cast<std::int64_t>(characters.size());
    for (const std::uint8_t character : characters) {
        const auto at = [&](unsigned bit) {
            return begin + Duration(std::int64_t{bit} * 1'000'000'000 / format.baudRate);
        };
        const unsigned data = character & ((1U << format.dataBits) - 1U);
        put(line, at(0), false);
        for (unsigned bit = 0; bit < format.dataBits; ++bit)
            put(line, at(1 + bit), (data >> bit & 1U) != 0);
        unsigned next = 1U + format.dataBits;
        if (format.parity != bus::UartParity::None) {
            const bool isOdd = std::popcount(data) % 2 != 0;
            put(line, at(next++), isOdd == (format.parity == bus::UartParity::Even));
        }
        put(line, at(next), true);
        begin += format.characterTime();
    }
}

} // namespace perisphere::runtime
