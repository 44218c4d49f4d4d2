// The app about itself and its partners.

#include "handler_table.hpp"

#include "perisphere/base/ascii.hpp"
#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/device_auth.hpp"
#include "perisphere/protocol/system.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace perisphere::device
{
namespace
{

/// For libtlsutils (protocol/device_auth.hpp).
Outcome<Response> connectToDevice(const HandlerContext& context)
{
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::DeviceAuthentication);
        !allowed)
        return tl::unexpected(allowed.error());
    if (!context.connectAgain)
        return refuse(ECONNREFUSED);
    auto socket = context.connectAgain();
    if (!socket)
        return tl::unexpected(std::move(socket.error()));
    Response response;
    response.descriptors[0] = std::move(*socket);
    return response;
}

} // namespace

Outcome<Response> applicationMemory(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::ApplicationMemoryRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->attribute > protocol::MemoryAttribute::PeakUserMode)
        return refuse(EINVAL);
    const auto usage = context.services.application.memoryUsage(*context.app);
    if (!usage)
        return tl::unexpected(usage.error());
    Response response;
    switch (request->attribute) {
    case protocol::MemoryAttribute::Total:
        response.value = static_cast<std::int64_t>(usage->total);
        break;
    case protocol::MemoryAttribute::UserMode:
        response.value = static_cast<std::int64_t>(usage->userMode);
        break;
    case protocol::MemoryAttribute::PeakUserMode:
        response.value = static_cast<std::int64_t>(usage->peakUserMode);
        break;
    }
    return response;
}

Outcome<Response> applicationOsVersion(const HandlerContext& context,
                                       std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::ApplicationOsVersionRequest>(body); !request)
        return tl::unexpected(request.error());
    const std::string version = context.services.application.osVersion();
    std::array<char, protocol::kOsVersionBytes> text{};
    std::copy_n(version.begin(), std::min(version.size(), text.size() - 1), text.begin());
    Response response;
    append(response.payload, text);
    return response;
}

Outcome<Response> applicationConnect(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::ApplicationConnectRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const auto id = lowerCase(std::string(request->componentId, sizeof request->componentId));
    if (id == protocol::kDeviceComponentId)
        return connectToDevice(context);
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::AllowedApplicationConnections,
                    std::string_view(id));
        !allowed)
        return tl::unexpected(allowed.error());
    auto socket = context.services.application.connect(*context.app, id);
    if (!socket)
        return tl::unexpected(std::move(socket.error()));
    Response response;
    response.descriptors[0] = std::move(*socket);
    return response;
}

Outcome<Response> applicationDeviceAuthReady(const HandlerContext& context,
                                             std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::ApplicationDeviceAuthReadyRequest>(body); !request)
        return tl::unexpected(request.error());
    Response response;
    response.value = context.services.deviceAuth.isReady(*context.app) ? 1 : 0;
    return response;
}

} // namespace perisphere::device
