// What debuggers need of the processor: single instructions, breakpoints, watched memory.
#include "cpu.hpp"

#include <algorithm>
#include <cstring>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kArmBkpt = 0xE1200070;
constexpr std::uint16_t kThumbBkpt = 0xBE00;

} // namespace

Trap Cpu::step()
{
    m_trap = {};
    m_isDataFault = false;
    m_budget = 1;
    // Somebody's wish to interrupt may keep it from the first try.
    Dynarmic::HaltReason reason{};
    do {
        m_isStepping = true;
        reason = m_jit->Step();
        m_isStepping = false;
    } while (!Dynarmic::Has(reason, Dynarmic::HaltReason::Step) && m_trap.kind == Trap::Kind::None);
    return ended();
}

void Cpu::setBreakpoint(std::uint32_t address, bool isThumb)
{
    if (m_breakpoints.insert_or_assign(address, isThumb).second)
        forgetCode(address, sizeof(std::uint32_t));
}

void Cpu::clearBreakpoint(std::uint32_t address)
{
    if (m_breakpoints.erase(address) != 0)
        forgetCode(address, sizeof(std::uint32_t));
}

/// Memory stays as it is: only what code is made of has the breakpoints. An instruction that is
/// stepped is made without them, and kept apart by the recompiler.
std::uint32_t Cpu::withBreakpoints(std::uint32_t address, std::uint32_t word) const
{
    if (m_isStepping)
        return word;
    for (auto one = m_breakpoints.lower_bound(address);
         one != m_breakpoints.end() && one->first - address < sizeof word; ++one) {
        const std::uint32_t offset = one->first - address;
        if (one->second && offset % 2 == 0)
            std::memcpy(reinterpret_cast<std::uint8_t*>(&word) + offset, &kThumbBkpt,
                        sizeof kThumbBkpt);
        else if (!one->second && offset == 0)
            word = kArmBkpt;
    }
    return word;
}

void Cpu::setWatches(std::vector<Watch> watches)
{
    const bool wasWatched = isWatched();
    m_watches = std::move(watches);
    m_watched.reset();
    if (isWatched() == wasWatched)
        return;
    // Accesses come to us one by one, or go straight to memory: that is code of another kind.
    const Registers registers = save();
    makeJit();
    load(registers);
}

void Cpu::noteAccess(std::uint32_t address, std::uint32_t bytes, bool isWrite)
{
    for (const Watch& watch : m_watches) {
        const bool isMeant = isWrite ? watch.ofWrites : watch.ofReads;
        if (isMeant && !m_watched && address < std::uint64_t{watch.address} + watch.bytes &&
            watch.address < std::uint64_t{address} + bytes)
            m_watched = WatchedAccess{.address = address, .bytes = bytes, .isWrite = isWrite};
    }
}

} // namespace perisphere::a7
