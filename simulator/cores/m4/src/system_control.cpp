#include "core_impl.hpp"

#include <algorithm>

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kItmPorts = 0xE0000000; // 32 stimulus ports
constexpr std::uint32_t kItmEnable = 0xE0000E00;
constexpr std::uint32_t kItmControl = 0xE0000E80;
constexpr std::uint32_t kDwtControl = 0xE0001000;
constexpr std::uint32_t kDwtCycleCount = 0xE0001004;
constexpr std::uint32_t kActlr = 0xE000E008;
constexpr std::uint32_t kIctr = 0xE000E004;
constexpr std::uint32_t kSysTickControl = 0xE000E010;
constexpr std::uint32_t kSysTickReload = 0xE000E014;
constexpr std::uint32_t kSysTickValue = 0xE000E018;
constexpr std::uint32_t kSysTickCalibration = 0xE000E01C;
constexpr std::uint32_t kNvicBegin = 0xE000E100;
constexpr std::uint32_t kIserBegin = 0xE000E100;
constexpr std::uint32_t kIcerBegin = 0xE000E180;
constexpr std::uint32_t kIsprBegin = 0xE000E200;
constexpr std::uint32_t kIcprBegin = 0xE000E280;
constexpr std::uint32_t kIabrBegin = 0xE000E300;
constexpr std::uint32_t kIprBegin = 0xE000E400;
constexpr std::uint32_t kIprEnd = 0xE000E4F0;
constexpr std::uint32_t kCpuid = 0xE000ED00;
constexpr std::uint32_t kIcsr = 0xE000ED04;
constexpr std::uint32_t kVtor = 0xE000ED08;
constexpr std::uint32_t kAircr = 0xE000ED0C;
constexpr std::uint32_t kScr = 0xE000ED10;
constexpr std::uint32_t kCcr = 0xE000ED14;
constexpr std::uint32_t kShpr1 = 0xE000ED18;
constexpr std::uint32_t kShprEnd = 0xE000ED24;
constexpr std::uint32_t kShcsr = 0xE000ED24;
constexpr std::uint32_t kCfsr = 0xE000ED28;
constexpr std::uint32_t kHfsr = 0xE000ED2C;
constexpr std::uint32_t kDfsr = 0xE000ED30;
constexpr std::uint32_t kMmfar = 0xE000ED34;
constexpr std::uint32_t kBfar = 0xE000ED38;
constexpr std::uint32_t kAfsr = 0xE000ED3C;
constexpr std::uint32_t kIdBegin = 0xE000ED40;
constexpr std::uint32_t kIdEnd = 0xE000ED80;
constexpr std::uint32_t kCpacr = 0xE000ED88;
constexpr std::uint32_t kMpuBegin = 0xE000ED90;
constexpr std::uint32_t kMpuEnd = 0xE000EDBC;
constexpr std::uint32_t kDhcsr = 0xE000EDF0;
constexpr std::uint32_t kDemcr = 0xE000EDFC;
constexpr std::uint32_t kStir = 0xE000EF00;
constexpr std::uint32_t kFpccr = 0xE000EF34;
constexpr std::uint32_t kFpcar = 0xE000EF38;
constexpr std::uint32_t kFpdscr = 0xE000EF3C;
constexpr std::uint32_t kMvfr0 = 0xE000EF40;
constexpr std::uint32_t kMvfr1 = 0xE000EF44;

constexpr std::uint32_t kDemcrTraceEnable = 1U << 24;
constexpr std::uint32_t kCycleCounterEnable = 1U;

struct ShcsrBit {
    unsigned position;
    unsigned number;
    bool isActive; ///< else pending
};
constexpr std::array<ShcsrBit, 11> kShcsrBits{{{0, kMemManage, true},
                                               {1, kBusFault, true},
                                               {3, kUsageFault, true},
                                               {7, kSvCall, true},
                                               {8, kDebugMonitor, true},
                                               {10, kPendSv, true},
                                               {11, kSysTick, true},
                                               {12, kUsageFault, false},
                                               {13, kMemManage, false},
                                               {14, kBusFault, false},
                                               {15, kSvCall, false}}};

constexpr bool isIn(std::uint32_t address, std::uint32_t begin, std::uint32_t end)
{
    return address >= begin && address < end;
}

constexpr bool isPriority(std::uint32_t address)
{
    return isIn(address, kIprBegin, kIprEnd) || isIn(address, kShpr1, kShprEnd);
}

/// A system handler priority register has those of four exceptions.
constexpr unsigned shprException(std::uint32_t address)
{
    return 4 + (address - kShpr1);
}

} // namespace

std::optional<std::uint32_t> Core::Impl::systemRead(std::uint32_t address, unsigned bytes)
{
    if (!isPrivileged() || m_accessIsUnprivileged)
        return std::nullopt;
    const std::uint32_t word = address & ~3U;
    const std::uint32_t value =
        word == kSysTickControl ? m_systick.readControl() : readSystem(word);
    const std::uint32_t shifted = value >> ((address & 3U) * 8);
    return bytes == 4 ? shifted : shifted & ((1U << (bytes * 8)) - 1);
}

bool Core::Impl::systemWrite(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    const bool mayTrigger = address == kStir && (m_state.ccr & kCcrUsersetmpend) != 0;
    if ((!isPrivileged() || m_accessIsUnprivileged) && !mayTrigger)
        return false;
    if (isIn(address, kItmPorts, kItmPorts + 0x80)) {
        const unsigned port = (address - kItmPorts) / 4;
        const bool isOn = (m_state.itmControl & 1U) != 0 && (m_state.itmEnabled >> port & 1U) != 0;
        if (isOn)
            m_bus.stimulus(port, value, bytes);
        return true;
    }
    if (isPriority(address)) {
        writePriorities(address, bytes, value);
        return true;
    }
    const std::uint32_t word = address & ~3U;
    if (bytes != 4) { // the others keep what they read as
        const unsigned shift = (address & 3U) * 8;
        const std::uint32_t lanes = ((1U << (bytes * 8)) - 1) << shift;
        // Of the fault status register a byte or halfword written clears only its own bits.
        const std::uint32_t others = word == kCfsr ? 0 : readSystem(word) & ~lanes;
        value = others | (value << shift & lanes);
    }
    writeSystem(word, value);
    return true;
}

std::uint32_t Core::Impl::readSystem(std::uint32_t address) const
{
    if (isIn(address, kNvicBegin, kIprEnd))
        return readNvic(address);
    if (isIn(address, kMpuBegin, kMpuEnd))
        return m_mpu.read(address - kMpuBegin);
    if (isIn(address, kIdBegin, kIdEnd))
        return idRegister(address);
    if (isIn(address, kShpr1, kShprEnd)) {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < 4; ++i)
            value |= std::uint32_t{m_state.priority[shprException(address) + i]} << (i * 8);
        return value;
    }
    if (isIn(address, kItmPorts, kItmPorts + 0x80))
        return 1; // a port is always ready
    switch (address) {
    case kItmEnable:
        return m_state.itmEnabled;
    case kItmControl:
        return m_state.itmControl;
    case kDwtControl:
        return m_state.dwt.control | 0x40000000U; // four comparators, which do nothing
    case kDwtCycleCount:
        return cycleCount();
    case kActlr:
        return m_state.actlr;
    case kIctr:
        return m_options.interrupts / 32 - 1;
    case kSysTickControl:
        return m_systick.control();
    case kSysTickReload:
        return m_state.systick.reload;
    case kSysTickValue:
        return m_systick.value();
    case kSysTickCalibration:
        return 0x80000000U; // no reference clock
    case kCpuid:
        return m_options.cpuid;
    case kIcsr:
        return icsr();
    case kVtor:
        return m_state.vtor;
    case kAircr:
        return 0xFA050000U | m_state.prigroup << 8;
    case kScr:
        return m_state.scr;
    case kCcr:
        return m_state.ccr;
    case kShcsr:
        return shcsr();
    case kCfsr:
        return m_state.cfsr;
    case kHfsr:
        return m_state.hfsr;
    case kDfsr:
        return m_state.dfsr;
    case kMmfar:
        return m_state.mmfar;
    case kBfar:
        return m_state.bfar;
    case kAfsr:
        return m_state.afsr;
    case kCpacr:
        return m_state.cpacr;
    case kDhcsr:
        return 0x00010000U; // S_REGRDY
    case kDemcr:
        return m_state.demcr;
    case kFpccr:
        return m_state.fpccr;
    case kFpcar:
        return m_state.fpcar;
    case kFpdscr:
        return m_state.fpdscr;
    case kMvfr0:
        return 0x10110021U;
    case kMvfr1:
        return 0x11000011U;
    default:
        m_bus.unmodelled(address);
        return 0;
    }
}

/// The extension's features are what its instructions do: those of a Cortex-M4.
std::uint32_t Core::Impl::idRegister(std::uint32_t address) const
{
    static constexpr std::array<std::uint32_t, 16> kValues{
        0x00000030, 0x00000200, 0x00100000, 0x00000000, 0x00000030, 0x00000000,
        0x00000000, 0x00000000, 0x01101110, 0x02112000, 0x20232231, 0x01111131,
        0x01310132, 0x00000000, 0x00000000, 0x00000000};
    return kValues[(address - kIdBegin) / 4];
}

/// Registers of which each byte is one exception's.
void Core::Impl::writePriorities(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    for (unsigned i = 0; i < bytes; ++i) {
        const std::uint32_t at = address + i;
        const unsigned number =
            at >= kShpr1 ? shprException(at) : kFirstInterrupt + (at - kIprBegin);
        const bool exists = number < kFirstInterrupt
                                ? number <= kSysTick
                                : number - kFirstInterrupt < m_options.interrupts;
        if (exists)
            m_nvic.setPriority(number, static_cast<std::uint8_t>(value >> (i * 8)));
    }
}

void Core::Impl::writeSystem(std::uint32_t address, std::uint32_t value)
{
    if (isPriority(address)) {
        writePriorities(address, 4, value);
    } else if (isIn(address, kNvicBegin, kIprEnd)) {
        writeNvic(address, value);
    } else if (isIn(address, kMpuBegin, kMpuEnd)) {
        m_mpu.write(address - kMpuBegin, value);
        chooseTraps();
    } else if (isIn(address, 0xE0001000, 0xE0002000)) {
        writeDwt(address, value);
    } else {
        writeSystemBlock(address, value);
    }
}

void Core::Impl::writeSystemBlock(std::uint32_t address, std::uint32_t value)
{
    switch (address) {
    case kItmEnable:
        m_state.itmEnabled = value;
        return;
    case kItmControl:
        m_state.itmControl = value & 0x00FF0F1FU;
        return;
    case kActlr:
        m_state.actlr = value & 0x307U;
        return;
    case kSysTickControl:
        m_systick.writeControl(value);
        return;
    case kSysTickReload:
        m_systick.writeReload(value);
        return;
    case kSysTickValue:
        m_systick.writeValue();
        return;
    case kIcsr:
        writeIcsr(value);
        return;
    case kVtor:
        m_state.vtor = value & 0xFFFFFF80U;
        return;
    case kAircr:
        writeAircr(value);
        return;
    case kScr:
        m_state.scr = value & 0x16U;
        return;
    case kCcr:
        m_state.ccr = value & 0x31BU;
        chooseTraps();
        return;
    case kShcsr:
        writeShcsr(value);
        return;
    case kCfsr:
        m_state.cfsr &= ~value;
        return;
    case kHfsr:
        m_state.hfsr &= ~value;
        return;
    case kDfsr:
        m_state.dfsr &= ~value;
        return;
    case kMmfar:
        m_state.mmfar = value;
        return;
    case kBfar:
        m_state.bfar = value;
        return;
    case kAfsr:
        m_state.afsr &= ~value;
        return;
    case kCpacr:
        m_state.cpacr = value & 0x00F00000U;
        updateFpKey();
        return;
    case kDemcr:
        m_state.demcr = value & 0x010F07F1U;
        return;
    case kStir:
        if ((value & 0x1FFU) < m_options.interrupts)
            setPending(kFirstInterrupt + (value & 0x1FFU));
        return;
    case kFpccr:
        m_state.fpccr = value & 0xC000017BU;
        updateFpKey();
        return;
    case kFpcar:
        m_state.fpcar = value & ~7U;
        return;
    case kFpdscr:
        m_state.fpdscr = value & 0x07C00000U;
        return;
    default:
        m_bus.unmodelled(address);
    }
}

std::uint32_t Core::Impl::readNvic(std::uint32_t address) const
{
    if (address >= kIprBegin) {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < 4; ++i)
            value |= std::uint32_t{m_state.priority[kFirstInterrupt + (address - kIprBegin) + i]}
                     << (i * 8);
        return value;
    }
    const unsigned first = kFirstInterrupt + (address & 0x1FU) * 8;
    if (first - kFirstInterrupt >= m_options.interrupts || (address & 0x60U) != 0)
        return 0;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 32; ++i) {
        const unsigned number = first + i;
        const bool isSet = address >= kIabrBegin   ? m_nvic.isActive(number)
                           : address >= kIsprBegin ? m_nvic.isPending(number)
                                                   : m_nvic.isEnabled(number);
        value |= (isSet ? 1U : 0U) << i;
    }
    return value;
}

void Core::Impl::writeNvic(std::uint32_t address, std::uint32_t value)
{
    if (address >= kIabrBegin || (address & 0x60U) != 0)
        return;
    const unsigned first = kFirstInterrupt + (address & 0x1FU) * 8;
    if (first - kFirstInterrupt >= m_options.interrupts)
        return;
    for (; value != 0; value &= value - 1) {
        const unsigned number = first + static_cast<unsigned>(std::countr_zero(value));
        if (address >= kIcprBegin)
            m_nvic.clearPending(number);
        else if (address >= kIsprBegin)
            setPending(number);
        else
            m_nvic.setEnabled(number, address < kIcerBegin);
    }
}

std::uint32_t Core::Impl::icsr() const
{
    bool isInterruptPending = false;
    for (unsigned number = kFirstInterrupt; number < kFirstInterrupt + m_options.interrupts;
         ++number)
        isInterruptPending = isInterruptPending || m_nvic.isPending(number);
    unsigned actives = 0;
    for (unsigned number = kReset; number < kMaxExceptions; ++number)
        actives += m_nvic.isActive(number) ? 1U : 0U;
    const bool returnsToBase = actives <= 1;
    return m_state.ipsr | (returnsToBase ? 1U << 11 : 0) | m_nvic.mostUrgent() << 12 |
           (isInterruptPending ? 1U << 22 : 0) | (m_nvic.isPending(kSysTick) ? 1U << 26 : 0) |
           (m_nvic.isPending(kPendSv) ? 1U << 28 : 0) | (m_nvic.isPending(kNmi) ? 1U << 31 : 0);
}

void Core::Impl::writeIcsr(std::uint32_t value)
{
    if ((value & 1U << 31) != 0)
        setPending(kNmi);
    if ((value & 1U << 28) != 0)
        setPending(kPendSv);
    else if ((value & 1U << 27) != 0)
        m_nvic.clearPending(kPendSv);
    if ((value & 1U << 26) != 0)
        setPending(kSysTick);
    else if ((value & 1U << 25) != 0)
        m_nvic.clearPending(kSysTick);
}

void Core::Impl::writeAircr(std::uint32_t value)
{
    constexpr std::uint32_t kKey = 0x05FA;
    constexpr std::uint32_t kSysResetReq = 1U << 2;
    if (value >> 16 != kKey)
        return;
    m_nvic.setPriorityGrouping(value >> 8);
    if ((value & kSysResetReq) != 0)
        requestStop(Stop::ResetRequest);
}

std::uint32_t Core::Impl::shcsr() const
{
    std::uint32_t value = m_state.shcsrEnables;
    for (const ShcsrBit& bit : kShcsrBits) {
        const bool isSet =
            bit.isActive ? m_nvic.isActive(bit.number) : m_nvic.isPending(bit.number);
        value |= (isSet ? 1U : 0U) << bit.position;
    }
    return value;
}

/// Pending and active bits are software's too: a debugger or an operating system that knows what it
/// does to the stacks.
void Core::Impl::writeShcsr(std::uint32_t value)
{
    m_state.shcsrEnables = value & 0x70000U;
    for (const unsigned number : {kMemManage, kBusFault, kUsageFault})
        m_nvic.setEnabled(number, (value >> (12 + number) & 1U) != 0);
    for (const ShcsrBit& bit : kShcsrBits) {
        const bool isSet = (value >> bit.position & 1U) != 0;
        if (bit.isActive)
            m_nvic.setActive(bit.number, isSet);
        else if (isSet)
            setPending(bit.number);
        else
            m_nvic.clearPending(bit.number);
    }
}

std::uint32_t Core::Impl::cycleCount() const
{
    const bool counts = (m_state.dwt.control & kCycleCounterEnable) != 0;
    return counts ? static_cast<std::uint32_t>(m_state.cycles - m_state.dwt.base)
                  : m_state.dwt.stoppedCount;
}

void Core::Impl::writeDwt(std::uint32_t address, std::uint32_t value)
{
    DwtState& dwt = m_state.dwt;
    const std::uint32_t count = address == kDwtCycleCount ? value : cycleCount();
    if (address == kDwtControl)
        dwt.control = value & 0x0FFF1FFFU;
    else if (address != kDwtCycleCount) {
        m_bus.unmodelled(address);
        return;
    }
    dwt.stoppedCount = count;
    dwt.base = m_state.cycles - count;
}

} // namespace perisphere::m4
