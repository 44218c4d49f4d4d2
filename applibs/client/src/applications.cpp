// applibs/applications.h: memory use and system version.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/system.hpp"

#include <applibs/applications.h>

#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

static_assert(sizeof(Applications_OsVersion) == protocol::kOsVersionBytes);

PERISPHERE_EXPORT int z__Applications_GetMemoryInfo(z__Application_MemoryAttribute memoryAttribute,
                                                    void* buffer, size_t capacity)
{
    if (buffer == nullptr)
        return fail(EFAULT);
    if (capacity != sizeof(size_t) ||
        memoryAttribute > z__Applications_MemoryAttribute_PeakUserModeMemoryUsageInKB)
        return fail(EINVAL);
    const protocol::ApplicationMemoryRequest request{
        .attribute = static_cast<protocol::MemoryAttribute>(memoryAttribute)};
    const Answer answer = callDevice(raw(request), EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    const auto kibibytes = static_cast<size_t>(answer.value);
    std::memcpy(buffer, &kibibytes, sizeof kibibytes);
    return 0;
}

PERISPHERE_EXPORT int z__Applications_GetOsVersion(char* buffer, size_t capacity)
{
    if (buffer == nullptr)
        return fail(EFAULT);
    if (capacity != protocol::kOsVersionBytes)
        return fail(EINVAL);
    const protocol::ApplicationOsVersionRequest request;
    char version[protocol::kOsVersionBytes];
    RawRequest call = raw(request);
    call.replyPayload[0] = {version, sizeof version};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    if (answer.payloadBytes != sizeof version || version[sizeof version - 1] != '\0')
        return fail(EAGAIN);
    std::memcpy(buffer, version, sizeof version);
    return 0;
}
