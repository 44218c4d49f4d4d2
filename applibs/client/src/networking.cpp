// applibs/networking.h: interfaces and their status.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/network.hpp"
#include "text_field.hpp"

#include <applibs/networking.h>

#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

static_assert(sizeof(Networking_NetworkInterface) == 32);
static_assert(IF_NAMESIZE == protocol::kInterfaceNameBytes);

Networking_NetworkInterface describe(const protocol::NetworkInterfaceInfo& info)
{
    Networking_NetworkInterface interface;
    std::memset(&interface, 0, sizeof interface);
    interface.z__magicAndVersion = z__NETWORKING_NETWORK_INTERFACE_MAGIC | 1U;
    interface.isEnabled = info.isEnabled != 0;
    std::memcpy(interface.interfaceName, info.name.text, IF_NAMESIZE);
    interface.interfaceName[IF_NAMESIZE - 1] = '\0';
    interface.ipConfigurationType =
        info.usesDhcp != 0 ? Networking_IpType_DhcpClient : Networking_IpType_DhcpNone;
    interface.interfaceMediumType = info.medium;
    return interface;
}

struct Interfaces {
    protocol::NetworkInterfaceInfo all[protocol::kMaxInterfaces];
    std::size_t count = 0;
    int error = 0;
};

Interfaces interfaces()
{
    Interfaces result;
    const protocol::NetworkInterfacesRequest request;
    RawRequest call = raw(request);
    call.replyPayload[0] = {result.all, sizeof result.all};
    const Answer answer = callDevice(call, EAGAIN);
    result.error = answer.error;
    result.count = answer.payloadBytes / sizeof result.all[0];
    return result;
}

} // namespace

PERISPHERE_EXPORT int Networking_IsNetworkingReady(bool* outIsNetworkingReady)
{
    if (outIsNetworkingReady == nullptr)
        return fail(EFAULT);
    const protocol::NetworkReadyRequest request;
    const Answer answer = callDevice(raw(request), EAGAIN);
    // There is no errno for "it cannot be said": then it is not ready.
    *outIsNetworkingReady = answer.error == 0 && answer.value != 0;
    return 0;
}

PERISPHERE_EXPORT ssize_t Networking_GetInterfaceCount(void)
{
    const Interfaces found = interfaces();
    if (found.error != 0)
        return fail(found.error);
    return static_cast<ssize_t>(found.count);
}

PERISPHERE_EXPORT ssize_t z__Networking_GetInterfaces(
    struct z__Networking_NetworkInterface_Base* outNetworkInterfacesArray,
    size_t networkInterfacesArrayCount, uint32_t networkInterfaceStructVersion)
{
    if (outNetworkInterfacesArray == nullptr)
        return fail(EFAULT);
    if (networkInterfacesArrayCount == 0)
        return fail(ERANGE);
    if (networkInterfaceStructVersion != 1)
        return fail(EINVAL);
    const Interfaces found = interfaces();
    if (found.error != 0)
        return fail(found.error);
    auto* const array = reinterpret_cast<Networking_NetworkInterface*>(outNetworkInterfacesArray);
    std::size_t count = 0;
    for (; count < found.count && count < networkInterfacesArrayCount; ++count)
        array[count] = describe(found.all[count]);
    return static_cast<ssize_t>(count);
}

PERISPHERE_EXPORT int Networking_SetInterfaceState(const char* networkInterfaceName, bool isEnabled)
{
    if (networkInterfaceName == nullptr)
        return fail(EFAULT);
    protocol::NetworkSetInterfaceStateRequest request{.name = {}, .isEnabled = isEnabled ? 1U : 0U};
    copyText(request.name.text, networkInterfaceName);
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

PERISPHERE_EXPORT int
Networking_GetInterfaceConnectionStatus(const char* networkInterfaceName,
                                        Networking_InterfaceConnectionStatus* outStatus)
{
    if (networkInterfaceName == nullptr || outStatus == nullptr)
        return fail(EFAULT);
    protocol::NetworkInterfaceStatusRequest request;
    copyText(request.name.text, networkInterfaceName);
    const Answer answer = callDevice(raw(request), EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    *outStatus = static_cast<Networking_InterfaceConnectionStatus>(answer.value);
    return 0;
}

PERISPHERE_EXPORT int z__Networking_SetInterfaceOpt(const char* networkInterfaceName,
                                                    z__Networking_Attribute attribute,
                                                    const void* value, size_t valueLength)
{
    if (networkInterfaceName == nullptr || value == nullptr)
        return fail(EFAULT);
    if (attribute != z__Networking_Attribute_Hardware_Address)
        return fail(EINVAL);
    protocol::NetworkSetHardwareAddressRequest request;
    if (valueLength != sizeof request.address)
        return fail(valueLength > sizeof request.address ? ERANGE : EINVAL);
    copyText(request.name.text, networkInterfaceName);
    std::memcpy(request.address, value, sizeof request.address);
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

PERISPHERE_EXPORT ssize_t z__Networking_GetInterfaceOpt(const char* networkInterfaceName,
                                                        z__Networking_Attribute attribute,
                                                        void* buffer, size_t capacity)
{
    if (networkInterfaceName == nullptr || (buffer == nullptr && capacity != 0))
        return fail(EFAULT);
    if (attribute != z__Networking_Attribute_Hardware_Address)
        return fail(EINVAL);
    std::uint8_t address[protocol::kHardwareAddressBytes];
    if (buffer == nullptr)
        return sizeof address;
    if (capacity < sizeof address)
        return fail(ERANGE);
    protocol::NetworkHardwareAddressRequest request;
    copyText(request.name.text, networkInterfaceName);
    RawRequest call = raw(request);
    call.replyPayload[0] = {address, sizeof address};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    std::memcpy(buffer, address, sizeof address);
    return sizeof address;
}
