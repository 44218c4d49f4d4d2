// The apps together use more memory than there is: the largest is killed, as the device does it.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

constexpr double kMostKib = 1024.0 * 1024.0; // 1 GiB, more than an app of the host comes to

} // namespace

FaultKind outOfMemory();
FaultKind outOfMemory()
{
    return {.type = {.name = "out-of-memory",
                     .description = "the app that uses the most memory is killed for it",
                     .lasts = false,
                     .parameters = {integerParameter(
                         "limit", "KiB that all apps may use together; 0: less than they do", 0,
                         kMostKib, 0)}},
            .make = +[](FaultDevice& device, const FaultValues& values) -> MadeFault {
                if (auto killed = device.apps.enforceMemoryLimit(
                        static_cast<std::uint64_t>(values.integer("limit")));
                    !killed)
                    return fail(killed.error());
                return nullptr;
            }};
}

} // namespace perisphere::runtime
