// Opening I2C, SPI, ADC and PWM: an identifier, the manifest, the backend.

#include "handler_table.hpp"

#include "isu.hpp"
#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/adc.hpp"
#include "perisphere/protocol/i2c.hpp"
#include "perisphere/protocol/pwm.hpp"
#include "perisphere/protocol/spi.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::device
{
namespace
{

/// Unlike GPIO and UART, these APIs report what does not exist as EACCES (adc.h, i2c.h, pwm.h).
tl::unexpected<Refusal> doesNotExist(std::string_view what, std::int64_t id)
{
    return refuse(EACCES, fmt::format("{} {} does not exist on this chip", what, id));
}

Outcome<Response> finish(Outcome<Opened>&& result)
{
    if (!result)
        return tl::unexpected(std::move(result.error()));
    return opened(std::move(*result));
}

} // namespace

Outcome<Response> i2cOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::I2cOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const auto isu = isuOf(request->interfaceId, 0);
    if (!isu)
        return doesNotExist("I2C interface", request->interfaceId);
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::I2cMaster, kIsuNames[*isu]);
        !allowed)
        return tl::unexpected(allowed.error());
    return finish(context.services.i2c.open(*context.app, *isu));
}

Outcome<Response> spiOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::SpiOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->chipSelect != -1 && request->chipSelect != -2)
        return refuse(EINVAL,
                      fmt::format("chip select {} does not exist; MT3620_SPI_CS_A is -1 and "
                                  "MT3620_SPI_CS_B is -2",
                                  request->chipSelect));
    if (request->chipSelectPolarity != 1 && request->chipSelectPolarity != 2)
        return refuse(EINVAL,
                      "the chip-select polarity is invalid; call SPIMaster_InitConfig first");
    const auto isu = isuOf(request->interfaceId, 0);
    if (!isu)
        return doesNotExist("SPI interface", request->interfaceId);
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::SpiMaster, kIsuNames[*isu]);
        !allowed)
        return tl::unexpected(allowed.error());
    return finish(context.services.spi.open(
        *context.app, *isu, request->chipSelect == -1 ? ChipSelect::A : ChipSelect::B,
        request->chipSelectPolarity == 1 ? ChipSelectPolarity::ActiveLow
                                         : ChipSelectPolarity::ActiveHigh));
}

Outcome<Response> adcOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::AdcOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->controller != 0)
        return doesNotExist("ADC controller", request->controller);
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::Adc, "ADC-CONTROLLER-0");
        !allowed)
        return tl::unexpected(allowed.error());
    return finish(context.services.adc.open(*context.app, request->controller));
}

Outcome<Response> pwmOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    constexpr std::array<std::string_view, 3> names = {"PWM-CONTROLLER-0", "PWM-CONTROLLER-1",
                                                       "PWM-CONTROLLER-2"};
    const auto request = decode<protocol::PwmOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->controller >= names.size())
        return doesNotExist("PWM controller", request->controller);
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::Pwm, names[request->controller]);
        !allowed)
        return tl::unexpected(allowed.error());
    return finish(context.services.pwm.open(*context.app, request->controller));
}

} // namespace perisphere::device
