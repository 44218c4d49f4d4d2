#include "probe.h"

#include <applibs/adc.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/log.h>
#include <applibs/spi.h>
#include <applibs/uart.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

int i2c_fd;
int spi_fd;
int uart_fd;
int adc_fd;
int button_fd;

static volatile sig_atomic_t ended;

static void end(int number)
{
    (void)number;
    ended = 1;
}

int main(void)
{
    const struct sigaction action = {.sa_handler = end};
    const struct timespec pause = {.tv_nsec = 10000000};
    SPIMaster_Config spi;
    UART_Config uart;
    sigaction(SIGTERM, &action, NULL);
    SPIMaster_InitConfig(&spi);
    UART_InitConfig(&uart);
    i2c_fd = I2CMaster_Open(2);
    spi_fd = SPIMaster_Open(1, -1, &spi);
    uart_fd = UART_Open(4, &uart);
    adc_fd = ADC_Open(0);
    button_fd = GPIO_OpenAsInput(12);
    if (i2c_fd < 0 || spi_fd < 0 || uart_fd < 0 || adc_fd < 0 || button_fd < 0)
        return 1;
    I2CMaster_SetTimeout(i2c_fd, 100);
    Log_Debug("begun\n");
    bool is_ready = false;
    while (!ended) {
        const bool is_configured = configure_networks();
        take_readings();
        if (try_calls() && is_configured && !is_ready) {
            is_ready = true;
            begin_all_calls();
            Log_Debug("ready\n");
        }
        tell_networks();
        nanosleep(&pause, NULL);
    }
    Log_Debug("ended cleanly\n");
    return 0;
}
