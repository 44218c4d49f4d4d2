#include "core_bus.hpp"

#include <fmt/format.h>

#include <cstring>

namespace perisphere::realtime
{
namespace
{

// Semihosting for AArch32 and AArch64, release 2.0: numbers and results are Arm's.
constexpr std::uint32_t kSysOpen = 0x01;
constexpr std::uint32_t kSysWriteC = 0x03;
constexpr std::uint32_t kSysWrite0 = 0x04;
constexpr std::uint32_t kSysWrite = 0x05;
constexpr std::uint32_t kSysClock = 0x10;
constexpr std::uint32_t kSysTime = 0x11;
constexpr std::uint32_t kSysErrno = 0x13;
constexpr std::uint32_t kSysExit = 0x18;
constexpr std::uint32_t kSysExitExtended = 0x20;
constexpr std::uint32_t kApplicationExit = 0x20026;
constexpr std::uint32_t kFailed = 0xFFFFFFFF;
constexpr std::uint32_t kConsoleHandle = 1;

/// Of one call; a program that has more to say calls again.
constexpr std::size_t kMaxText = 4096;

} // namespace

soc::AccessOrigin CoreBus::origin() const
{
    return {m_core.m_name, m_core.m_core->pc()};
}

bool CoreBus::admit(std::uint64_t cycle)
{
    if (m_core.m_recording.isRepeating())
        return m_core.m_recording.admitsAccess(cycle);
    return m_core.m_group.admit(m_core, m_core.m_clock.timeOf(cycle));
}

std::optional<std::uint32_t> CoreBus::read(std::uint32_t address, unsigned bytes)
{
    CoreRecording& recording = m_core.m_recording;
    if (recording.isRepeating()) {
        const auto then = recording.repeatAccess();
        return !then || then->isFault ? std::nullopt : std::optional(then->value);
    }
    if (!recording.isOn())
        return m_core.m_registers.read(address, bytes, origin());
    // In this order: what the read brings about is written down after it.
    const std::size_t noted = recording.noteAccess(RecordedEvent::Kind::Read);
    recording.setDuringAccess(true);
    const auto value = m_core.m_registers.read(address, bytes, origin());
    recording.setDuringAccess(false);
    recording.completeAccess(noted, value);
    return value;
}

bool CoreBus::write(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    CoreRecording& recording = m_core.m_recording;
    if (recording.isRepeating()) {
        const auto then = recording.repeatAccess();
        return then && !then->isFault;
    }
    if (!recording.isOn())
        return m_core.m_registers.write(address, bytes, value, origin());
    const std::size_t noted = recording.noteAccess(RecordedEvent::Kind::Write);
    recording.setDuringAccess(true);
    const bool isTaken = m_core.m_registers.write(address, bytes, value, origin());
    recording.setDuringAccess(false);
    recording.completeAccess(noted, isTaken ? std::optional(value) : std::nullopt);
    return isTaken;
}

std::uint64_t CoreBus::limit() const
{
    if (m_core.m_recording.isRepeating())
        return ~std::uint64_t{0};
    return m_core.m_clock.cycleAt(m_core.m_group.horizon());
}

void CoreBus::stimulus(unsigned port, std::uint32_t value, unsigned bytes)
{
    if (port != 0)
        return; // port 0 is text by convention
    std::string text(bytes, '\0');
    std::memcpy(text.data(), &value, bytes);
    if (!m_core.m_recording.isRepeating())
        m_core.m_observer.printed(m_core, text);
}

void CoreBus::unmodelled(std::uint32_t address)
{
    m_unmodelled.report(m_core.m_name, fmt::format("system register {:#010x}", address),
                        fmt::format("pc {:#010x}", m_core.m_core->pc()));
}

// Semihosting.

std::optional<std::uint32_t> CoreBus::word(std::uint32_t address) const
{
    const std::uint8_t* const data = m_core.m_space->readable(address, 4);
    if (data == nullptr)
        return std::nullopt;
    std::uint32_t value = 0;
    std::memcpy(&value, data, sizeof value);
    return value;
}

void CoreBus::printMemory(std::uint32_t address, std::size_t bytes, bool isTerminated)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(bytes, kMaxText); ++i) {
        const std::uint8_t* const data =
            m_core.m_space->readable(address + static_cast<std::uint32_t>(i), 1);
        if (data == nullptr || (isTerminated && *data == 0))
            break;
        text.push_back(static_cast<char>(*data));
    }
    m_core.m_observer.printed(m_core, text);
}

/// What was not written: 0 when all was.
std::uint32_t CoreBus::writeFile(std::uint32_t parameter)
{
    const auto data = word(parameter + 4);
    const auto bytes = word(parameter + 8);
    if (!data || !bytes)
        return kFailed;
    const auto written = static_cast<std::uint32_t>(std::min<std::size_t>(*bytes, kMaxText));
    printMemory(*data, written, false);
    return *bytes - written;
}

void CoreBus::exit(std::uint32_t operation, std::uint32_t parameter)
{
    int status = parameter == kApplicationExit ? 0 : 1;
    if (operation == kSysExitExtended)
        status = word(parameter) == kApplicationExit
                     ? static_cast<int>(word(parameter + 4).value_or(1))
                     : 1;
    m_core.m_observer.exited(m_core, status);
}

std::optional<std::uint32_t> CoreBus::semihosting(std::uint32_t operation, std::uint32_t parameter)
{
    if (!m_hasSemihosting)
        return std::nullopt;
    if (m_core.m_recording.isRepeating())
        return operation == kSysOpen ? kConsoleHandle : 0;
    const auto now = engine::toNanoseconds(m_core.m_clock.timeOf(m_core.m_core->cycles()));
    switch (operation) {
    case kSysOpen:
        return kConsoleHandle; // there are no files but the console
    case kSysWriteC:
        printMemory(parameter, 1, false);
        return parameter;
    case kSysWrite0:
        printMemory(parameter, kMaxText, true);
        return parameter;
    case kSysWrite:
        return writeFile(parameter);
    case kSysClock:
        return static_cast<std::uint32_t>(now / 10'000'000);
    case kSysTime:
        return static_cast<std::uint32_t>(now / 1'000'000'000);
    case kSysErrno:
        return 0;
    case kSysExit:
    case kSysExitExtended:
        exit(operation, parameter);
        return parameter;
    default:
        return kFailed;
    }
}

} // namespace perisphere::realtime
