/* An app whose manifest grants nothing. */

#include "check.h"

#include <applibs/adc.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/powermanagement.h>
#include <applibs/pwm.h>
#include <applibs/rtc.h>
#include <applibs/spi.h>
#include <applibs/storage.h>
#include <applibs/uart.h>

static void everything_is_refused(void)
{
    UART_Config uart;
    SPIMaster_Config spi;
    UART_InitConfig(&uart);
    CHECK(SPIMaster_InitConfig(&spi) == 0);
    CHECK_FAILS(GPIO_OpenAsInput(0), EACCES);
    CHECK_FAILS(GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_Low), EACCES);
    CHECK_FAILS(UART_Open(4, &uart), EACCES);
    CHECK_FAILS(I2CMaster_Open(1), EACCES);
    CHECK_FAILS(SPIMaster_Open(2, -1, &spi), EACCES);
    CHECK_FAILS(ADC_Open(0), EACCES);
    CHECK_FAILS(PWM_Open(2), EACCES);
    CHECK_FAILS(clock_systohc(), EACCES);
    CHECK_FAILS(Storage_OpenMutableFile(), EACCES);
    CHECK_FAILS(Storage_DeleteMutableFile(), EACCES);
    CHECK_FAILS(PowerManagement_ForceSystemReboot(), EACCES);
    CHECK_FAILS(PowerManagement_ForceSystemPowerDown(10), EACCES);
    CHECK_FAILS(PowerManagement_SetSystemPowerProfile(PowerManagement_Balanced), EACCES);
}

const struct conformance_case refusal_cases[] = {
    {"a manifest that grants nothing: everything is refused", everything_is_refused},
    {NULL, NULL},
};
