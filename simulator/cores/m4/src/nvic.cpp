#include "nvic.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace perisphere::m4
{

void Nvic::put(Bits& bits, unsigned number, bool isSet)
{
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    bits[number / 64] = isSet ? bits[number / 64] | bit : bits[number / 64] & ~bit;
}

void Nvic::setPending(unsigned number)
{
    if (isPending(number))
        return;
    put(m_state.pending, number, true);
    m_isNewlyPending = true;
    findMostUrgent();
}

void Nvic::clearPending(unsigned number)
{
    if (!isHigh(number) || isActive(number))
        put(m_state.pending, number, false);
    findMostUrgent();
}

void Nvic::setEnabled(unsigned number, bool isEnabled)
{
    put(m_state.enabled, number, isEnabled);
    findMostUrgent();
}

void Nvic::setLine(unsigned number, bool isHigh)
{
    const bool wasHigh = has(m_state.high, number);
    put(m_state.high, number, isHigh);
    if (isHigh && !wasHigh)
        setPending(number);
}

void Nvic::setPriority(unsigned number, std::uint8_t priority)
{
    m_state.priority[number] = priority & m_shape.priorityMask;
    derive();
}

void Nvic::setPriorityGrouping(std::uint32_t prigroup)
{
    m_state.prigroup = prigroup & 7U;
    derive();
}

void Nvic::setActive(unsigned number, bool isActive)
{
    put(m_state.active, number, isActive);
    derive();
}

void Nvic::activate(unsigned number)
{
    put(m_state.pending, number, false);
    put(m_state.active, number, true);
    m_activePriority = std::min(m_activePriority, groupPriority(number));
    findMostUrgent();
}

void Nvic::deactivate(unsigned number)
{
    put(m_state.active, number, false);
    if (number >= kFirstInterrupt && isHigh(number))
        put(m_state.pending, number, true);
    derive();
}

unsigned Nvic::activeCount() const
{
    int count = 0;
    for (const std::uint64_t bits : m_state.active)
        count += std::popcount(bits);
    return static_cast<unsigned>(count);
}

int Nvic::priority(unsigned number) const
{
    switch (number) {
    case kReset:
        return -3;
    case kNmi:
        return -2;
    case kHardFault:
        return -1;
    default:
        return m_state.priority[number];
    }
}

int Nvic::groupPriority(unsigned number) const
{
    const int all = priority(number);
    return all < 0 ? all : masked(all);
}

/// Without the bits that the grouping makes the sub-priority.
int Nvic::masked(int priority) const
{
    return priority & ~((2 << m_state.prigroup) - 1);
}

int Nvic::executionPriority() const
{
    int result = m_activePriority;
    if (m_state.basepri != 0)
        result = std::min(result, masked(m_state.basepri));
    if (m_state.primask)
        result = std::min(result, 0);
    if (m_state.faultmask)
        result = std::min(result, -1);
    return result;
}

unsigned Nvic::preempting(int priority) const
{
    return m_mostUrgent != 0 && groupPriority(m_mostUrgent) < priority ? m_mostUrgent : 0;
}

bool Nvic::wakes() const
{
    int running = m_activePriority;
    if (m_state.basepri != 0)
        running = std::min(running, masked(m_state.basepri));
    if (m_state.faultmask)
        running = std::min(running, -1);
    return preempting(running) != 0;
}

void Nvic::derive()
{
    findActivePriority();
    findMostUrgent();
}

void Nvic::findActivePriority()
{
    m_activePriority = kThreadPriority;
    for (unsigned word = 0; word < m_state.active.size(); ++word)
        for (std::uint64_t bits = m_state.active[word]; bits != 0; bits &= bits - 1)
            m_activePriority =
                std::min(m_activePriority,
                         groupPriority(word * 64 + static_cast<unsigned>(std::countr_zero(bits))));
}

void Nvic::findMostUrgent()
{
    m_mostUrgent = 0;
    int best = kThreadPriority;
    for (unsigned word = 0; word < m_state.pending.size(); ++word)
        for (std::uint64_t bits = m_state.pending[word] & m_state.enabled[word]; bits != 0;
             bits &= bits - 1) {
            const unsigned number = word * 64 + static_cast<unsigned>(std::countr_zero(bits));
            if (const int urgency = priority(number); urgency < best) {
                best = urgency;
                m_mostUrgent = number;
            }
        }
}

bool Nvic::takeNewlyPending()
{
    return std::exchange(m_isNewlyPending, false);
}

} // namespace perisphere::m4
