// Update events.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/sys_event.hpp"

#include <utility>

namespace perisphere::device
{
namespace
{

using manifest::Capability;

/// Only an update that is about to be installed can be put off.
Outcome<> checkDeferral(const HandlerContext& context, std::uint32_t event)
{
    if (event != protocol::kUpdateReadyForInstall)
        return refuse(EINVAL, "only SysEvent_Events_UpdateReadyForInstall can be deferred and "
                              "resumed");
    return require(context.app->manifest, Capability::SoftwareUpdateDeferral);
}

} // namespace

Outcome<Response> sysEventRegister(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::SysEventRegisterRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->events == 0 || (request->events & ~protocol::kAllSysEvents) != 0)
        return refuse(EINVAL);
    if (const auto allowed = require(context.app->manifest, Capability::SystemEventNotifications);
        !allowed)
        return tl::unexpected(allowed.error());
    auto socket = context.services.sysEvent.subscribe(*context.app, request->events);
    if (!socket)
        return tl::unexpected(std::move(socket.error()));
    Response response;
    response.descriptors[0] = std::move(*socket);
    return response;
}

Outcome<Response> sysEventDefer(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::SysEventDeferRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = checkDeferral(context, request->event); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(
        context.services.sysEvent.defer(*context.app, std::chrono::minutes(request->minutes)));
}

Outcome<Response> sysEventResume(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::SysEventResumeRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = checkDeferral(context, request->event); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.sysEvent.resume(*context.app));
}

} // namespace perisphere::device
