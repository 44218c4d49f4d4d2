#include "core_impl.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kPpbBegin = 0xE0000000;
constexpr std::uint32_t kPpbEnd = 0xE00FFFFF;

bool isPpb(std::uint32_t address)
{
    return address >= kPpbBegin && address <= kPpbEnd;
}

std::uint32_t extended(std::uint32_t value, const MemoryOperation& operation)
{
    if (!operation.isSigned)
        return value;
    return operation.bytes == 1 ? static_cast<std::uint32_t>(static_cast<std::int8_t>(value))
                                : static_cast<std::uint32_t>(static_cast<std::int16_t>(value));
}

} // namespace

Core::Impl::Outcome Core::Impl::executeMemory(const Decoded& instruction)
{
    if (!instruction.memory) {
        fault(kUsageFault, kCfsrUndefinstr, instruction.address);
        return Outcome::Branched;
    }
    const std::uint32_t before = reg(15);
    m_isWatchHit = false;
    m_accessIsUnprivileged = instruction.memory->isUnprivileged;
    switch (perform(*instruction.memory, instruction.address)) {
    case Access::Waits:
        requestStop(Stop::Waits);
        return Outcome::Stopped;
    case Access::Fault:
        return Outcome::Branched;
    case Access::Done:
        break;
    }
    if (m_isWatchHit && !m_ignoresStops)
        requestStop(Stop::Watchpoint);
    return reg(15) == before ? Outcome::Done : Outcome::Branched;
}

std::uint32_t Core::Impl::addressOf(const MemoryOperation& operation, std::uint32_t pc) const
{
    const std::uint32_t next = pc + 4;
    const std::uint32_t base = operation.base != 15 ? reg(operation.base)
                               : operation.form == MemoryOperation::Form::Table ? next
                                                                                : next & ~3U;
    if (operation.isPostIndexed)
        return base;
    if (operation.hasIndex)
        return base + (reg(operation.index) << operation.shift);
    return base + static_cast<std::uint32_t>(operation.offset);
}

Core::Impl::Access Core::Impl::perform(const MemoryOperation& operation, std::uint32_t pc)
{
    const std::uint32_t address = addressOf(operation, pc);
    const bool mustBeAligned = operation.form != MemoryOperation::Form::Single &&
                               operation.form != MemoryOperation::Form::Table;
    const bool traps = mustBeAligned || (m_state.ccr & kCcrUnalignTrp) != 0;
    if (traps && address % operation.bytes != 0)
        return alignmentFault(address);
    // One instruction is one access to those who share the bus, whatever its words.
    if (!isPpb(address) && m_space.readable(address, 1) == nullptr && !isAdmitted())
        return Access::Waits;
    switch (operation.form) {
    case MemoryOperation::Form::Single:
        return single(operation, address);
    case MemoryOperation::Form::Dual:
        return dual(operation, address);
    case MemoryOperation::Form::Multiple:
        return multipleWords(operation, address);
    case MemoryOperation::Form::Table:
        return table(operation, address, pc);
    case MemoryOperation::Form::Exclusive:
        return exclusive(operation, address);
    case MemoryOperation::Form::FloatingSingle:
    case MemoryOperation::Form::FloatingMultiple:
        return floating(operation, address);
    }
    return Access::Done;
}

Core::Impl::Access Core::Impl::single(const MemoryOperation& operation, std::uint32_t address)
{
    std::uint32_t value = operation.isLoad ? 0 : reg(operation.target);
    const Access done = operation.isLoad ? load(address, operation.bytes, value)
                                         : store(address, operation.bytes, value);
    if (done != Access::Done)
        return done;
    if (operation.writesBack)
        reg(operation.base) += static_cast<std::uint32_t>(operation.offset);
    if (!operation.isLoad)
        return Access::Done;
    if (operation.target == 15)
        branchTo(value);
    else
        reg(operation.target) = extended(value, operation);
    return Access::Done;
}

Core::Impl::Access Core::Impl::dual(const MemoryOperation& operation, std::uint32_t address)
{
    std::uint32_t first = reg(operation.target);
    std::uint32_t second = reg(operation.target2);
    for (auto* word : {&first, &second}) {
        const std::uint32_t at = address + (word == &second ? 4 : 0);
        const Access done = operation.isLoad ? load(at, 4, *word) : store(at, 4, *word);
        if (done != Access::Done)
            return done;
    }
    if (operation.writesBack)
        reg(operation.base) += static_cast<std::uint32_t>(operation.offset);
    if (operation.isLoad) {
        reg(operation.target) = first;
        reg(operation.target2) = second;
    }
    return Access::Done;
}

Core::Impl::Access Core::Impl::multipleWords(const MemoryOperation& operation,
                                             std::uint32_t address)
{
    std::array<std::uint32_t, 16> values{};
    std::uint32_t at = address;
    for (unsigned i = 0; i < values.size(); ++i) {
        if ((operation.list >> i & 1U) == 0)
            continue;
        values[i] = reg(i);
        const Access done = operation.isLoad ? load(at, 4, values[i]) : store(at, 4, values[i]);
        if (done != Access::Done)
            return done;
        at += 4;
    }
    if (operation.writesBack) // up from the base, or down to the lowest address
        reg(operation.base) = operation.offset != 0 ? address : at;
    if (!operation.isLoad)
        return Access::Done;
    for (unsigned i = 0; i < 15; ++i)
        if ((operation.list >> i & 1U) != 0)
            reg(i) = values[i];
    if ((operation.list >> 15 & 1U) != 0)
        branchTo(values[15]);
    return Access::Done;
}

Core::Impl::Access Core::Impl::table(const MemoryOperation& operation, std::uint32_t address,
                                     std::uint32_t pc)
{
    std::uint32_t halfwords = 0;
    const Access done = load(address, operation.bytes, halfwords);
    if (done == Access::Done)
        reg(15) = pc + 4 + 2 * halfwords;
    return done;
}

Core::Impl::Access Core::Impl::exclusive(const MemoryOperation& operation, std::uint32_t address)
{
    if (operation.isLoad) {
        std::uint32_t value = 0;
        const Access done = load(address, operation.bytes, value);
        if (done == Access::Done) {
            reg(operation.target) = value;
            m_state.isExclusive = true;
            m_state.exclusiveAddress = address;
        }
        return done;
    }
    const bool isOwn = m_state.isExclusive && m_state.exclusiveAddress == address;
    m_state.isExclusive = false;
    if (!isOwn) {
        reg(operation.target2) = 1;
        return Access::Done;
    }
    const Access done = store(address, operation.bytes, reg(operation.target));
    if (done == Access::Done)
        reg(operation.target2) = 0;
    return done;
}

Core::Impl::Access Core::Impl::floating(const MemoryOperation& operation, std::uint32_t address)
{
    for (unsigned i = 0; i < operation.count; ++i) {
        std::uint32_t& single = m_jit.ExtRegs()[operation.target + i];
        std::uint32_t value = single;
        const Access done =
            operation.isLoad ? load(address + i * 4, 4, value) : store(address + i * 4, 4, value);
        if (done != Access::Done)
            return done;
        single = value;
    }
    if (operation.writesBack)
        reg(operation.base) = operation.offset != 0
                                  ? address
                                  : address + static_cast<std::uint32_t>(operation.count) * 4;
    return Access::Done;
}

bool Core::Impl::isAdmitted()
{
    return m_bus.admit(m_state.cycles);
}

bool Core::Impl::isPermitted(std::uint32_t address, AccessKind kind)
{
    const bool isPrivilegedAccess = isPrivileged() && !m_accessIsUnprivileged;
    return m_mpu.allows(address, kind, isPrivilegedAccess, m_nvic.executionPriority());
}

Core::Impl::Access Core::Impl::load(std::uint32_t address, unsigned bytes, std::uint32_t& value)
{
    if (m_mpu.isEnabled() && !isPermitted(address, AccessKind::Read)) {
        m_state.mmfar = address;
        fault(kMemManage, kCfsrDaccviol | kCfsrMmarvalid, *m_trapPc);
        return Access::Fault;
    }
    if (const std::uint8_t* const data = m_space.readable(address, bytes)) {
        value = 0;
        std::memcpy(&value, data, bytes);
    } else {
        const auto answer =
            isPpb(address) ? systemRead(address, bytes) : m_bus.read(address, bytes);
        if (!answer)
            return busFault(address);
        value = *answer;
        m_limit = std::min(m_limit, m_bus.limit());
    }
    noteWatch(address, bytes, false);
    return Access::Done;
}

Core::Impl::Access Core::Impl::store(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    if (m_mpu.isEnabled() && !isPermitted(address, AccessKind::Write)) {
        m_state.mmfar = address;
        fault(kMemManage, kCfsrDaccviol | kCfsrMmarvalid, *m_trapPc);
        return Access::Fault;
    }
    if (std::uint8_t* const data = m_space.writable(address, bytes)) {
        std::memcpy(data, &value, bytes);
    } else {
        if (bytes < 4)
            value &= (1U << (bytes * 8)) - 1;
        const bool isRom = m_space.readable(address, 1) != nullptr;
        const bool isTaken = !isRom && (isPpb(address) ? systemWrite(address, bytes, value)
                                                       : m_bus.write(address, bytes, value));
        if (!isTaken)
            return busFault(address);
        m_limit = std::min(m_limit, m_bus.limit());
    }
    noteWatch(address, bytes, true);
    return Access::Done;
}

Core::Impl::Access Core::Impl::busFault(std::uint32_t address)
{
    // Handlers of HardFault and NMI may find out so what there is.
    if ((m_state.ccr & kCcrBfhfnmign) != 0 && m_nvic.executionPriority() < 0)
        return Access::Done;
    m_state.bfar = address;
    fault(kBusFault, kCfsrPreciserr | kCfsrBfarvalid, *m_trapPc);
    return Access::Fault;
}

Core::Impl::Access Core::Impl::alignmentFault(std::uint32_t address)
{
    static_cast<void>(address);
    fault(kUsageFault, kCfsrUnaligned, *m_trapPc);
    return Access::Fault;
}

void Core::Impl::noteWatch(std::uint32_t address, unsigned bytes, bool isWrite)
{
    for (const Watch& watch : m_watches) {
        const bool overlaps =
            address < watch.address + watch.bytes && watch.address < address + bytes;
        if (overlaps && (isWrite ? watch.onWrite : watch.onRead)) {
            m_isWatchHit = true;
            m_watchedAddress = std::max(address, watch.address);
            m_wasWatchedWrite = isWrite;
        }
    }
}

} // namespace perisphere::m4
