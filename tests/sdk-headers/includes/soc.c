// What apps find through the headers of soc/ alone.
#include <soc/mt3620_gpios.h>
#include <soc/mt3620_uarts.h>

int socUses(void);
int socUses(void)
{
    UART_Config config;
    UART_InitConfig(&config);
    return GPIO_OpenAsInput(MT3620_GPIO8) + UART_Open(MT3620_UART_ISU0, &config);
}
