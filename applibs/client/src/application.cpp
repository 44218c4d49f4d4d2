// applibs/application.h: partner apps and device authentication.

#include "abi.hpp"
#include "connection.hpp"
#include "descriptors.hpp"
#include "perisphere/protocol/device_auth.hpp"
#include "perisphere/protocol/posix_io.hpp"
#include "perisphere/protocol/system.hpp"

#include <applibs/application.h>

#include <cctype>
#include <cstring>
#include <strings.h>

// In libperisphere-host, which only apps of host mode have.
extern "C" __attribute__((weak)) void
perisphere_host_serve(int descriptor, const perisphere::protocol::PosixIo* io);

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

constexpr std::size_t kIdLength = sizeof(protocol::ApplicationConnectRequest::componentId);

/// 8-4-4-4-12 hexadecimal digits.
bool isComponentId(const char* text)
{
    for (std::size_t i = 0; i < kIdLength; ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const auto c = static_cast<unsigned char>(text[i]);
        if (isDash ? c != '-' : std::isxdigit(c) == 0)
            return false; // also at an early end of the text
    }
    return text[kIdLength] == '\0';
}

constexpr protocol::PosixIo kPartnerIo{.checkMessage = [](int descriptor, std::size_t size) {
    if (find(descriptor, Api::Partner) == nullptr)
        return fail(EBADF);
    return size > protocol::kMaxPartnerMessageBytes ? fail(EMSGSIZE) : 0;
}};

/// The host's sockets would take longer messages than the device's, from which nobody would learn.
bool limitMessages(int descriptor)
{
    if (::perisphere_host_serve == nullptr)
        return true;
    if (!remember(descriptor, Api::Partner, {}, 0, false))
        return false;
    ::perisphere_host_serve(descriptor, &kPartnerIo);
    return true;
}

/// The device itself, as which its library for TLS connects, sends and takes more.
bool isDevice(const protocol::ApplicationConnectRequest& request)
{
    return ::strncasecmp(request.componentId, protocol::kDeviceComponentId.data(), kIdLength) == 0;
}

} // namespace

PERISPHERE_EXPORT int Application_Connect(const char* componentId)
{
    if (componentId == nullptr)
        return fail(EFAULT);
    if (!isComponentId(componentId))
        return fail(EINVAL);
    protocol::ApplicationConnectRequest request;
    std::memcpy(request.componentId, componentId, kIdLength);
    Answer answer = callDevice(raw(request), EACCES);
    if (answer.error != 0 || answer.descriptorCount != 1) {
        closeDescriptors(answer);
        return fail(answer.error != 0 ? answer.error : EIO);
    }
    if (!isDevice(request) && !limitMessages(answer.descriptors[0])) {
        closeDescriptors(answer);
        return -1;
    }
    return answer.descriptors[0];
}

PERISPHERE_EXPORT int Application_IsDeviceAuthReady(bool* outIsDeviceAuthReady)
{
    if (outIsDeviceAuthReady == nullptr)
        return fail(EFAULT);
    const protocol::ApplicationDeviceAuthReadyRequest request;
    const Answer answer = callDevice(raw(request), EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    *outIsDeviceAuthReady = answer.value != 0;
    return 0;
}
