#include "handler_table.hpp"

#include "isu.hpp"
#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/uart.hpp"

#include <fmt/format.h>

namespace perisphere::device
{
namespace
{

/// MT3620_ISU0_UART in hw/mt3620.h.
constexpr std::int32_t kFirstUart = 4;

Outcome<UartSettings> settingsOf(const protocol::UartOpenRequest& request)
{
    if (request.blockingMode != 0 || request.baudRate == 0 || request.dataBits < 5 ||
        request.dataBits > 8 || request.stopBits < 1 || request.stopBits > 2 ||
        request.parity > static_cast<std::uint8_t>(UartParity::Odd) ||
        request.flowControl > static_cast<std::uint8_t>(UartFlowControl::XonXoff))
        return refuse(EINVAL, "the UART configuration has a value that UART_Config does not allow; "
                              "call UART_InitConfig first");
    return UartSettings{.baudRate = request.baudRate,
                        .dataBits = request.dataBits,
                        .stopBits = request.stopBits,
                        .parity = static_cast<UartParity>(request.parity),
                        .flowControl = static_cast<UartFlowControl>(request.flowControl)};
}

} // namespace

Outcome<Response> uartOpen(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::UartOpenRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const auto settings = settingsOf(*request);
    if (!settings)
        return tl::unexpected(settings.error());
    const auto isu = isuOf(request->uart, kFirstUart);
    if (!isu)
        return refuse(ENODEV, fmt::format("UART {} does not exist; MT3620_ISU0_UART is {}",
                                          request->uart, kFirstUart));
    if (const auto allowed =
            require(context.app->manifest, manifest::Capability::Uart, kIsuNames[*isu]);
        !allowed)
        return tl::unexpected(allowed.error());
    auto result = context.services.uart.open(*context.app, *isu, *settings);
    if (!result)
        return tl::unexpected(std::move(result.error()));
    return opened(std::move(*result));
}

} // namespace perisphere::device
