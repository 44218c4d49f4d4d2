// applibs/networking.h: time synchronisation.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/network.hpp"
#include "text_field.hpp"

#include <applibs/networking.h>

#include <cerrno>
#include <cstring>
#include <ctime>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

bool isOption(Networking_NtpOption option)
{
    return option == Networking_NtpOption_FallbackServerDisabled ||
           option == Networking_NtpOption_FallbackServerEnabled;
}

int setServers(const protocol::TimeSyncSetServersRequest& request)
{
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}

/// Broken down in UTC.
void breakDown(std::int64_t seconds, struct tm* out)
{
    if (out == nullptr)
        return;
    const auto time = static_cast<std::time_t>(seconds);
    const int error = errno; // the C library looks for the time zone's file, which no device has
    ::gmtime_r(&time, out);
    errno = error;
}

} // namespace

PERISPHERE_EXPORT int Networking_TimeSync_EnableDefaultNtp(void)
{
    return setServers({.mode = protocol::NtpMode::Default, .hasFallback = 1});
}

PERISPHERE_EXPORT int Networking_TimeSync_EnableAutomaticNtp(Networking_NtpOption option)
{
    if (!isOption(option))
        return fail(EINVAL);
    return setServers({.mode = protocol::NtpMode::Automatic, .hasFallback = option});
}

PERISPHERE_EXPORT int Networking_TimeSync_EnableCustomNtp(const char* primaryNtpServer,
                                                          const char* secondaryNtpServer,
                                                          Networking_NtpOption option)
{
    constexpr std::size_t kMaxLength = 253; // of a fully qualified name
    if (primaryNtpServer == nullptr)
        return fail(EFAULT);
    if (!isAtMost(primaryNtpServer, kMaxLength) ||
        (secondaryNtpServer != nullptr && !isAtMost(secondaryNtpServer, kMaxLength)))
        return fail(ERANGE);
    if (!isOption(option) || *primaryNtpServer == '\0')
        return fail(EINVAL);
    protocol::TimeSyncSetServersRequest request{.mode = protocol::NtpMode::Custom,
                                                .hasFallback = option};
    copyText(request.primary, primaryNtpServer);
    if (secondaryNtpServer != nullptr)
        copyText(request.secondary, secondaryNtpServer);
    return setServers(request);
}

PERISPHERE_EXPORT int Networking_TimeSync_GetLastNtpSyncInfo(char* outNtpServer,
                                                             size_t* inOutNtpServerLength,
                                                             struct tm* outTimeBeforeSync,
                                                             struct tm* outNtpTime)
{
    if (outNtpServer != nullptr && inOutNtpServerLength == nullptr)
        return fail(EFAULT);
    const protocol::TimeSyncInfoRequest request;
    protocol::TimeSyncInfo info;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&info, sizeof info};
    const Answer answer = callDevice(call, ENOENT);
    if (answer.error != 0)
        return fail(answer.error);
    const std::size_t size = ::strnlen(info.server, sizeof info.server - 1) + 1;
    if (inOutNtpServerLength != nullptr) {
        const std::size_t room = *inOutNtpServerLength;
        *inOutNtpServerLength = size;
        if (outNtpServer != nullptr && room < size)
            return fail(ENOBUFS);
    }
    if (outNtpServer != nullptr) {
        std::memcpy(outNtpServer, info.server, size);
        outNtpServer[size - 1] = '\0';
    }
    breakDown(info.secondsBefore, outTimeBeforeSync);
    breakDown(info.secondsAfter, outNtpTime);
    return 0;
}

PERISPHERE_EXPORT int Networking_TimeSync_SetEnabled(bool enabled)
{
    const protocol::TimeSyncSetEnabledRequest request{.isEnabled = enabled ? 1U : 0U};
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

PERISPHERE_EXPORT int Networking_TimeSync_GetEnabled(bool* outIsEnabled)
{
    if (outIsEnabled == nullptr)
        return fail(EFAULT);
    const protocol::TimeSyncIsEnabledRequest request;
    const Answer answer = callDevice(raw(request), EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    *outIsEnabled = answer.value != 0;
    return 0;
}
