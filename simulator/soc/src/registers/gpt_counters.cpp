#include "perisphere/soc/registers/gpt_counters.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{

GptDownTimer::GptDownTimer(engine::Scheduler& scheduler, engine::Scheduler::Action expired)
    : expiry(scheduler, "gpt.expiry", std::move(expired))
{
}

ClockRate GptDownTimer::rate() const
{
    return (control & kSpeed) != 0 ? kRtcClock : kSlowClock;
}

std::uint64_t GptDownTimer::tick(engine::VirtualTime now) const
{
    return ticksIn(now - run.origin, rate());
}

std::uint32_t GptDownTimer::count(engine::VirtualTime now) const
{
    if (!isEnabled())
        return held;
    const std::uint64_t passed = tick(now);
    if (passed < run.firstTick)
        return 0;
    const std::uint64_t steps = std::min<std::uint64_t>(passed - run.firstTick, run.first);
    return run.first - static_cast<std::uint32_t>(steps);
}

/// `firstTick` counts from now on. At least one tick passes before an expiry.
void GptDownTimer::load(engine::VirtualTime now, std::uint64_t firstTick, std::uint32_t first)
{
    run = {.origin = now,
           .firstTick = firstTick,
           .expiryTick = std::max<std::uint64_t>(firstTick + first, 1),
           .first = first};
    setExpiry();
}

void GptDownTimer::setExpiry()
{
    expiry.setAt(engine::later(run.origin, durationOf(run.expiryTick, rate())));
}

void GptDownTimer::setControl(engine::VirtualTime now, std::uint32_t value)
{
    const std::uint32_t before = count(now);
    const bool wasEnabled = isEnabled();
    const bool isReloading = wasEnabled && tick(now) < run.firstTick;
    const bool isRateChanged = ((control ^ value) & kSpeed) != 0;
    control = value & (kEnable | kRepeat | kSpeed);
    if (!isEnabled()) {
        held = before;
        expiry.cancel();
    } else if (!wasEnabled || (value & kRestart) != 0) {
        load(now, 0, initial);
    } else if (isRateChanged) {
        isReloading ? load(now, 1, run.first) : load(now, 0, before);
    }
}

void GptDownTimer::setInitial(engine::VirtualTime now, std::uint32_t value)
{
    initial = value;
    // In the tick between 0 and the reload, the reload is still to come.
    if (isEnabled() && tick(now) < run.firstTick) {
        run.first = value;
        run.expiryTick = run.firstTick + value;
        setExpiry();
    }
}

void GptDownTimer::expire()
{
    if ((control & kRepeat) == 0) {
        control &= ~kEnable;
        held = 0;
        return;
    }
    run.firstTick = run.expiryTick + 1;
    run.first = initial;
    run.expiryTick = run.firstTick + initial;
    setExpiry();
}

void GptDownTimer::reset()
{
    control = 0;
    initial = 0;
    held = 0;
    run = {};
    expiry.cancel();
}

void GptDownTimer::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(control);
    snapshot.exchange(initial);
    snapshot.exchange(held);
    snapshot.exchange(run);
    snapshot.exchange(expiry);
}

std::uint32_t GptUpCounter::count(engine::VirtualTime now, ClockRate rate) const
{
    return isRunning ? base + static_cast<std::uint32_t>(ticksIn(now - origin, rate)) : base;
}

void GptUpCounter::start(engine::VirtualTime now, std::uint32_t from)
{
    isRunning = true;
    base = from;
    origin = now;
}

void GptUpCounter::stopAt(std::uint32_t value)
{
    isRunning = false;
    base = value;
}

} // namespace perisphere::soc
