// applibs/uart.h: the descriptor is a byte stream that the app reads and writes itself.

#include "perisphere/protocol/uart.hpp"

#include "abi.hpp"
#include "peripheral.hpp"
#include "struct_version.hpp"

#define UART_STRUCTS_VERSION 1
#include <applibs/uart.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

PERISPHERE_EXPORT int z__UART_InitConfig(struct z__UART_Config_Base* uartConfig,
                                         uint32_t uartConfigStructVersion)
{
    if (uartConfig == nullptr)
        return fail(EFAULT);
    if (uartConfigStructVersion != 1)
        return fail(EINVAL);
    auto& config = *reinterpret_cast<z__UART_Config_v1*>(uartConfig);
    config = {};
    config.z__magicAndVersion = z__UART_CONFIG_MAGIC | uartConfigStructVersion;
    config.baudRate = 115200;
    config.blockingMode = UART_BlockingMode_NonBlocking;
    config.dataBits = UART_DataBits_Eight;
    config.parity = UART_Parity_None;
    config.stopBits = UART_StopBits_One;
    config.flowControl = UART_FlowControl_None;
    return 0;
}

PERISPHERE_EXPORT int z__UART_Open(UART_Id uartId, const struct z__UART_Config_Base* uartConfig)
{
    if (uartConfig == nullptr)
        return fail(EFAULT);
    if (!hasVersion(uartConfig->z__magicAndVersion, z__UART_CONFIG_MAGIC, 1))
        return fail(EINVAL);
    const auto& config = *reinterpret_cast<const z__UART_Config_v1*>(uartConfig);
    const protocol::UartOpenRequest request{.uart = uartId,
                                            .baudRate = config.baudRate,
                                            .blockingMode = config.blockingMode,
                                            .dataBits = config.dataBits,
                                            .parity = config.parity,
                                            .stopBits = config.stopBits,
                                            .flowControl = config.flowControl};
    return openPeripheral(raw(request), {.api = Api::Uart, .withoutDevice = ENODEV});
}
