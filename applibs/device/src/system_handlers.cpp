// Clock, power and storage.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/system.hpp"

#include <utility>

namespace perisphere::device
{

using manifest::Capability;

Outcome<Response> rtcSetFromSystemTime(const HandlerContext& context,
                                       std::span<const std::byte> body)
{
    const auto request = decode<protocol::RtcSetFromSystemTimeRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = require(context.app->manifest, Capability::SystemTime); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.rtc.set(request->secondsSinceEpoch));
}

Outcome<Response> powerTransition(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::PowerTransitionRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const bool isReboot = request->state == protocol::PowerState::Reboot;
    if (!isReboot && request->state != protocol::PowerState::PowerDown)
        return refuse(EINVAL);
    if (const auto allowed = require(context.app->manifest, Capability::PowerControls,
                                     isReboot ? "ForceReboot" : "ForcePowerDown");
        !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(isReboot ? context.services.power.reboot()
                             : context.services.power.powerDown(request->maximumResidencySeconds));
}

Outcome<Response> powerSetProfile(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::PowerSetProfileRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->profile > static_cast<std::uint32_t>(PowerProfile::HighPerformance))
        return refuse(EINVAL);
    if (const auto allowed =
            require(context.app->manifest, Capability::PowerControls, "SetPowerProfile");
        !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.power.setProfile(static_cast<PowerProfile>(request->profile)));
}

Outcome<Response> storageOpenMutable(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::StorageOpenMutableRequest>(body); !request)
        return tl::unexpected(request.error());
    const manifest::Manifest& manifest = context.app->manifest;
    if (const auto allowed = require(manifest, Capability::MutableStorage); !allowed)
        return tl::unexpected(allowed.error());
    auto file = context.services.storage.openMutableFile(
        *context.app, manifest.find(Capability::MutableStorage)->sizeKb);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    Response response;
    response.descriptors[0] = std::move(*file);
    return response;
}

Outcome<Response> storageDeleteMutable(const HandlerContext& context,
                                       std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::StorageDeleteMutableRequest>(body); !request)
        return tl::unexpected(request.error());
    if (const auto allowed = require(context.app->manifest, Capability::MutableStorage); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.storage.deleteMutableFile(*context.app));
}

} // namespace perisphere::device
