// The real-time cores in the device's time.
//
// Each core runs ahead of the device's clock, inside a slice of it, as long as it touches nothing
// but its own memory. An access to a register happens in the order of time: the core waits in front
// of it until the others have come as far and the events before it have run; during the access the
// clock stands at its instant. Events stop the cores to the cycle. So a run depends on nothing but
// the programs and the inputs: slices begin and end at multiples of kSlice. A core that is alone
// awake has a longer one, which ends early when it wakes another.
//
// What one core does to another, over a mailbox, the other sees at the latest one slice after.
// Reports (engine::Priority) see their instant complete, and change nothing about who runs when: a
// run is the same whoever looks at it.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/realtime/real_time_core.hpp"

#include <memory>
#include <vector>

namespace perisphere::realtime
{

/// Machine thread only.
class CoreComplex final : public CoreGroup
{
public:
    static constexpr engine::Duration kSlice = std::chrono::microseconds(50);
    static constexpr engine::Duration kSliceAlone = std::chrono::microseconds(250);

    explicit CoreComplex(engine::Scheduler& scheduler);

    /// The core outlives the complex.
    void add(RealTimeCore& core) { m_cores.push_back(&core); }

    // CoreGroup
    bool admit(RealTimeCore& core, engine::VirtualTime time) override;
    [[nodiscard]] engine::VirtualTime horizon() const override;
    void wake(RealTimeCore& core) override;

    /// Lets one core execute one instruction, at the present: for debuggers. What it accesses, the
    /// others have to come to first, so it is held and the call may have to be made again.
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

private:
    void runSlice();
    void scheduleNext();
    [[nodiscard]] engine::VirtualTime endOf(engine::Duration slice) const;
    [[nodiscard]] bool isOneAwake() const;
    [[nodiscard]] RealTimeCore* first() const;

    engine::Scheduler& m_scheduler;
    std::vector<RealTimeCore*> m_cores;
    engine::Timer m_slice;
    engine::VirtualTime m_sliceEnd{};
    bool m_isRunning = false;
    bool m_waitsForReport = false; ///< the first core wants to access what is behind one
};

} // namespace perisphere::realtime
