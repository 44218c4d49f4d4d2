// Who is next: pending, enabled and active exceptions with their priorities.
#pragma once

#include "state.hpp"

#include <cstdint>

namespace perisphere::m4
{

struct NvicShape {
    unsigned interrupts = 128;
    std::uint8_t priorityMask = 0xE0; ///< bits that a priority has
};

/// Works on the state, has none of its own except what it derives from it.
class Nvic
{
public:
    /// Lower is more urgent; that of code that nothing keeps from being preempted.
    static constexpr int kThreadPriority = 256;

    Nvic(State& state, const NvicShape& shape)
        : m_state(state)
        , m_shape(shape)
    {
        derive();
    }

    [[nodiscard]] const NvicShape& shape() const { return m_shape; }

    [[nodiscard]] bool isPending(unsigned number) const { return has(m_state.pending, number); }
    [[nodiscard]] bool isActive(unsigned number) const { return has(m_state.active, number); }
    [[nodiscard]] unsigned activeCount() const;
    [[nodiscard]] bool isEnabled(unsigned number) const { return has(m_state.enabled, number); }
    [[nodiscard]] bool isHigh(unsigned number) const { return has(m_state.high, number); }

    void setPending(unsigned number);
    /// An interrupt whose line is high is pending again at once.
    void clearPending(unsigned number);
    void setEnabled(unsigned number, bool isEnabled);
    void setLine(unsigned number, bool isHigh);
    void setPriority(unsigned number, std::uint8_t priority);
    void setPriorityGrouping(std::uint32_t prigroup);

    void setActive(unsigned number, bool isActive);

    /// Entry: no longer pending, active.
    void activate(unsigned number);
    /// Return: no longer active; pending again while its line is high.
    void deactivate(unsigned number);

    /// With its sub-priority, as exceptions of one group are ordered.
    [[nodiscard]] int priority(unsigned number) const;
    [[nodiscard]] int groupPriority(unsigned number) const;

    /// What the code that runs has: of the active exceptions, raised by the masks.
    [[nodiscard]] int executionPriority() const;
    /// Without the masks.
    [[nodiscard]] int activePriority() const { return m_activePriority; }

    /// The pending, enabled exception that preempts code of `priority`; 0: none.
    [[nodiscard]] unsigned preempting(int priority) const;
    /// The most urgent pending and enabled one, whatever runs; 0: none. ICSR.VECTPENDING.
    [[nodiscard]] unsigned mostUrgent() const { return m_mostUrgent; }
    /// Whether something is pending that ends WFI: PRIMASK does not count.
    [[nodiscard]] bool wakes() const;

    /// After the state came from elsewhere.
    void derive();

    /// Whether an exception became pending since last asked: SEVONPEND.
    [[nodiscard]] bool takeNewlyPending();

private:
    using Bits = std::array<std::uint64_t, 4>;
    [[nodiscard]] static bool has(const Bits& bits, unsigned number)
    {
        return (bits[number / 64] >> (number % 64) & 1U) != 0;
    }
    static void put(Bits& bits, unsigned number, bool isSet);
    void findMostUrgent();
    void findActivePriority();
    [[nodiscard]] int masked(int priority) const;

    State& m_state;
    NvicShape m_shape;
    unsigned m_mostUrgent = 0;
    int m_activePriority = kThreadPriority;
    bool m_isNewlyPending = false;
};

} // namespace perisphere::m4
