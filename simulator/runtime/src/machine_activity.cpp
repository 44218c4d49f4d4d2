#include "machine_activity.hpp"

#include "perisphere/realtime/exception_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
namespace
{

using engine::VirtualTime;
using realtime::RealTimeCore;

constexpr std::size_t kMostBytesShown = 32;
constexpr std::size_t kMostCharactersOfBurst = 64;

std::string shownCharacters(const std::string& characters)
{
    std::string text;
    for (const char c : characters) {
        if (c == '\n')
            text += "\\n";
        else if (c == '\r')
            text += "\\r";
        else if (c >= ' ' && c <= '~')
            text += c;
        else
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return text;
}

} // namespace

void MachineActivity::Bytes::add(std::uint8_t byte)
{
    if (count++ < kMostBytesShown)
        shown += fmt::format("{}{:02X}", shown.empty() ? "" : " ", byte);
}

std::string MachineActivity::Bytes::text() const
{
    return count <= kMostBytesShown ? shown
                                    : fmt::format("{} and {} more", shown, count - kMostBytesShown);
}

engine::Timeline MachineActivity::timeline(realtime::RealTimeSubsystem* cores) const
{
    MachineActivity closed = *this;
    const VirtualTime now = m_scheduler.now();
    for (unsigned i = 0; cores != nullptr && i < realtime::kCoreCount; ++i) {
        const RealTimeCore& core = cores->core(i);
        if (const auto since = core.asleepSince(); since && *since < now)
            closed.slept(core, *since, now);
        closed.writeSleep(core);
        closed.writeHandlers(core, 0, now);
    }
    for (const auto& [block, transaction] : closed.m_i2c)
        closed.write(block, transaction, now);
    for (const auto& [block, transfer] : closed.m_spi)
        closed.write(block, transfer, now);
    for (const auto& [pin, burst] : closed.m_uart)
        closed.write(pin, burst);
    return std::move(closed.m_timeline);
}

// Cores.

engine::Timeline::Track MachineActivity::trackOf(const RealTimeCore& core)
{
    return m_timeline.track(core.name(), "handlers and sleep");
}

void MachineActivity::writeSleep(const RealTimeCore& core)
{
    if (const auto sleep = std::exchange(m_cores[core.index()].sleep, std::nullopt))
        m_timeline.slice(trackOf(core), sleep->begin, sleep->end, "sleep", "sleep");
}

void MachineActivity::writeHandlers(const RealTimeCore& core, std::size_t keep, VirtualTime end)
{
    std::vector<Handler>& handlers = m_cores[core.index()].handlers;
    for (; handlers.size() > keep; handlers.pop_back())
        m_timeline.slice(trackOf(core), handlers.back().begin, end, "interrupt",
                         realtime::nameOfException(handlers.back().exception));
}

void MachineActivity::entered(const RealTimeCore& core, unsigned exception, VirtualTime at)
{
    writeSleep(core);
    m_cores[core.index()].handlers.push_back({.exception = exception, .begin = at});
}

/// One whose begin was not seen is passed over.
void MachineActivity::returned(const RealTimeCore& core, unsigned exception, VirtualTime at)
{
    writeSleep(core);
    const std::vector<Handler>& handlers = m_cores[core.index()].handlers;
    for (std::size_t i = handlers.size(); i > 0; --i)
        if (handlers[i - 1].exception == exception) {
            writeHandlers(core, i - 1, at);
            return;
        }
}

void MachineActivity::slept(const RealTimeCore& core, VirtualTime from, VirtualTime to)
{
    std::optional<Span>& sleep = m_cores[core.index()].sleep;
    if (sleep && sleep->end == from) {
        sleep->end = to;
        return;
    }
    writeSleep(core);
    sleep = {.begin = from, .end = to};
}

void MachineActivity::wasReset(const RealTimeCore& core)
{
    writeSleep(core);
    writeHandlers(core, 0, m_scheduler.now());
    m_timeline.instant(trackOf(core), m_scheduler.now(), "reset", "reset");
}

// Buses.

void MachineActivity::i2cBegan(unsigned block)
{
    m_i2c[block] = {.begin = m_scheduler.now(), .phases = {}};
}

void MachineActivity::i2cAddressed(unsigned block, std::uint8_t address, bus::I2cAccess access,
                                   bool isAcknowledged)
{
    if (const auto under = m_i2c.find(block); under != m_i2c.end())
        under->second.phases.push_back(
            {.address = address, .access = access, .isAcknowledged = isAcknowledged, .bytes = {}});
}

void MachineActivity::i2cPassed(unsigned block, std::uint8_t byte, bool /*isAcknowledged*/)
{
    if (const auto under = m_i2c.find(block); under != m_i2c.end() && !under->second.phases.empty())
        under->second.phases.back().bytes.add(byte);
}

void MachineActivity::i2cEnded(unsigned block)
{
    if (const auto under = m_i2c.extract(block); !under.empty())
        write(block, under.mapped(), m_scheduler.now());
}

void MachineActivity::write(unsigned block, const I2cTransaction& transaction, VirtualTime end)
{
    std::string name;
    std::string detail;
    for (const I2cPhase& phase : transaction.phases) {
        const std::string access = fmt::format(
            "{} 0x{:02X}", phase.access == bus::I2cAccess::Write ? "write" : "read", phase.address);
        name += (name.empty() ? "" : ", ") + access;
        detail += fmt::format("{}{}: {}", detail.empty() ? "" : "; ", access,
                              !phase.isAcknowledged ? "not acknowledged" : phase.bytes.text());
    }
    m_timeline.slice(m_timeline.track("buses", fmt::format("I2C of ISU{}", block)),
                     transaction.begin, end, "i2c", name.empty() ? "START" : std::move(name),
                     std::move(detail));
}

void MachineActivity::spiBegan(unsigned block)
{
    m_spi[block] = {.begin = m_scheduler.now(), .mosi = {}, .miso = {}};
}

void MachineActivity::spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso,
                                const bus::SpiShift& /*shift*/)
{
    if (const auto under = m_spi.find(block); under != m_spi.end()) {
        under->second.mosi.add(mosi);
        under->second.miso.add(miso);
    }
}

void MachineActivity::spiEnded(unsigned block)
{
    if (const auto under = m_spi.extract(block); !under.empty())
        write(block, under.mapped(), m_scheduler.now());
}

void MachineActivity::write(unsigned block, const SpiTransfer& transfer, VirtualTime end)
{
    m_timeline.slice(m_timeline.track("buses", fmt::format("SPI of ISU{}", block)), transfer.begin,
                     end, "spi", fmt::format("{} bytes", transfer.mosi.count),
                     fmt::format("MOSI {}; MISO {}", transfer.mosi.text(), transfer.miso.text()));
}

/// Characters without a pause between them are one slice, up to the end of a line.
void MachineActivity::uartSent(const engine::Pin& transmitPin,
                               std::span<const std::uint8_t> characters,
                               const bus::UartFormat& format)
{
    const VirtualTime now = m_scheduler.now();
    const engine::Duration character =
        m_isUartPaced ? format.characterTime() : engine::Duration::zero();
    const VirtualTime begin = now - character * static_cast<std::int64_t>(characters.size());
    UartBurst& burst = m_uart[transmitPin.name()];
    const bool goesOn = !burst.characters.empty() && begin < burst.span.end + character &&
                        burst.characters.size() < kMostCharactersOfBurst &&
                        burst.characters.back() != '\n';
    if (!goesOn) {
        if (!burst.characters.empty())
            write(transmitPin.name(), burst);
        burst = {.span = {.begin = std::max(begin, burst.span.end), .end = now}, .characters = {}};
    }
    burst.span.end = now;
    burst.characters.append(characters.begin(), characters.end());
}

void MachineActivity::write(const std::string& pin, const UartBurst& burst)
{
    m_timeline.slice(m_timeline.track("buses", "UART from " + pin), burst.span.begin,
                     burst.span.end, "uart", shownCharacters(burst.characters));
}

void MachineActivity::converted(unsigned channel, std::uint32_t code, engine::Duration took)
{
    const VirtualTime now = m_scheduler.now();
    m_timeline.slice(m_timeline.track("buses", "ADC"), now - took, now, "adc",
                     fmt::format("channel {}", channel), fmt::format("{}", code));
}

} // namespace perisphere::runtime
