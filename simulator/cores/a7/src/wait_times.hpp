// Times as system calls leave them for the program: what is left of a wait.
#pragma once

#include "guest_structs.hpp"
#include "perisphere/a7/guest_memory.hpp"

#include <cstdint>

namespace perisphere::a7
{

/// The forms that system calls have of a time.
enum class TimeForm : std::uint8_t { Spec32, Spec64, Val32 };

inline void storeTime(GuestMemory& memory, std::uint32_t address, TimeForm form,
                      std::chrono::nanoseconds time)
{
    switch (form) {
    case TimeForm::Spec32:
        (void)memory.store(address, specOf<TimeSpec32>(time));
        break;
    case TimeForm::Spec64:
        (void)memory.store(address, specOf<TimeSpec64>(time));
        break;
    case TimeForm::Val32:
        (void)memory.store(address, timeValOf(time));
        break;
    }
}

} // namespace perisphere::a7
