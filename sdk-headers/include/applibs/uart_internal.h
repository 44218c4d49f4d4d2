// What applibs/uart.h is made of. Not for apps.
#pragma once

#include <applibs/uart.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Marks a UART_Config: z__magicAndVersion is this, or'ed with the version.
#define z__UART_CONFIG_MAGIC 0xde2a0000

/// What all versions of UART_Config begin with.
struct z__UART_Config_Base {
    uint32_t z__magicAndVersion; ///< magic in the high half, version in the low
};

/// Behind UART_InitConfig: stamps a structure of the given version and gives it its defaults.
///
/// @return 0; or -1 with errno
///   - EFAULT  uartConfig is NULL
///   - EINVAL  there is no such version
int z__UART_InitConfig(struct z__UART_Config_Base* uartConfig, uint32_t uartConfigStructVersion);

/// Behind UART_Open, which documents it. The version is read from the structure; one that was not
/// initialised is EINVAL.
int z__UART_Open(UART_Id uartId, const struct z__UART_Config_Base* uartConfig);

static inline void UART_InitConfig(UART_Config* uartConfig)
{
    (void)z__UART_InitConfig((struct z__UART_Config_Base*)uartConfig, UART_STRUCTS_VERSION);
}

static inline int UART_Open(UART_Id uartId, const UART_Config* uartConfig)
{
    return z__UART_Open(uartId, (const struct z__UART_Config_Base*)uartConfig);
}

#ifdef __cplusplus
}
#endif
