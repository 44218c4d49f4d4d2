#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/gpio.hpp"

#include <fmt/format.h>

namespace perisphere::device
{
namespace
{

using protocol::GpioDirection;
using protocol::GpioDrive;

Outcome<> checkValues(const protocol::GpioOpenRequest& request)
{
    if (request.direction > static_cast<std::uint8_t>(GpioDirection::Output))
        return refuse(EPROTO);
    if (request.direction == static_cast<std::uint8_t>(GpioDirection::Output) &&
        (request.drive > static_cast<std::uint8_t>(GpioDrive::OpenSource) || request.level > 1))
        return refuse(EINVAL);
    return {};
}

} // namespace

Outcome<Response> gpioOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::GpioOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto values = checkValues(*request); !values)
        return tl::unexpected(values.error());
    GpioService& service = context.services.gpio;
    if (!service.exists(request->gpio))
        return refuse(ENODEV, fmt::format("GPIO {} does not exist on this chip", request->gpio));
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::Gpio, std::int64_t{request->gpio});
        !allowed)
        return tl::unexpected(allowed.error());

    auto result =
        request->direction == static_cast<std::uint8_t>(GpioDirection::Input)
            ? service.openInput(*context.app, request->gpio)
            : service.openOutput(*context.app, request->gpio,
                                 static_cast<GpioDrive>(request->drive), request->level != 0);
    if (!result)
        return tl::unexpected(std::move(result.error()));
    return opened(std::move(*result));
}

} // namespace perisphere::device
