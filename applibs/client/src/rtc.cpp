// applibs/rtc.h

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/system.hpp"

#include <applibs/rtc.h>

#include <ctime>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

PERISPHERE_EXPORT int clock_systohc(void)
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const protocol::RtcSetFromSystemTimeRequest request{.secondsSinceEpoch = now.tv_sec};
    return succeedOrFail(callDevice(raw(request), ENOENT).error);
}
