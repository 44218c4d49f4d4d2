#include "waits.hpp"

#include "../guest_structs.hpp"

#include <algorithm>
#include <cerrno>

namespace perisphere::a7
{

Timeout timeoutOf(std::int32_t milliseconds)
{
    if (milliseconds < 0)
        return {};
    return {.value = std::chrono::milliseconds(milliseconds)};
}

int readTimeout(Call& call, std::uint32_t address, TimeForm form, Timeout& timeout)
{
    if (address == 0)
        return 0;
    timeout.address = address;
    timeout.form = form;
    TimeSpec64 spec;
    if (form == TimeForm::Spec64) {
        const auto time = call.memory.load<TimeSpec64>(address);
        if (!time)
            return EFAULT;
        spec = *time;
    } else {
        const auto time = call.memory.load<TimeSpec32>(address);
        if (!time)
            return EFAULT;
        spec = {time->seconds, time->nanoseconds};
        if (form == TimeForm::Val32) // of select(), which takes any number of microseconds
            spec = {spec.seconds + spec.nanoseconds / 1'000'000,
                    spec.nanoseconds % 1'000'000 * 1000};
    }
    if (!isSpec(spec))
        return EINVAL;
    timeout.value = instantOf(spec);
    return 0;
}

Wait waitUntil(Call& call, const Timeout& timeout)
{
    Wait wait{.remaining = timeout.address, .remainingForm = timeout.form, .forSignal = true};
    if (timeout.value)
        wait.deadline = call.deadlineAfter(*timeout.value);
    return wait;
}

bool goesOn(const Call& call, const Timeout& timeout)
{
    return !call.hasTimedOut() && timeout.value != Instant::zero();
}

Answer endWait(Call& call, const Timeout& timeout, std::int64_t hostResult)
{
    const Answer answer = Call::result(hostResult);
    if (timeout.address != 0 && timeout.value && *timeout.value != Instant::zero()) {
        const Instant present = call.process.now();
        const Instant deadline = call.thread.deadline.value_or(present + *timeout.value);
        storeTime(call.memory, timeout.address, timeout.form,
                  std::max(deadline - present, Instant()));
    }
    return answer;
}

int takeMask(Call& call, std::uint32_t address, std::uint32_t bytes)
{
    if (address == 0 || call.thread.savedMask)
        return 0;
    if (bytes != sizeof(SignalSet))
        return EINVAL;
    const auto mask = call.memory.load<SignalSet>(address);
    if (!mask)
        return EFAULT;
    call.thread.savedMask = call.thread.blocked;
    call.thread.blocked = *mask & ~kUnblockable;
    return 0;
}

} // namespace perisphere::a7
