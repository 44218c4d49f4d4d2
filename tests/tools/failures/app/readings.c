/* Values, and states of the device that are no errno. */

#include "probe.h"

#include <applibs/adc.h>
#include <applibs/application.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/log.h>
#include <applibs/networking.h>
#include <applibs/spi.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TEXT_SIZE 160
#define QUIET_MS 100

/* Tells the text unless it is the one before. */
static void tell(char* before, const char* format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (strcmp(text, before) == 0)
        return;
    strcpy(before, text);
    Log_Debug("%s\n", text);
}

static void read_serial(void)
{
    static char before[TEXT_SIZE];
    struct pollfd arrival = {.fd = uart_fd, .events = POLLIN};
    char echo[9];
    size_t size = 0;
    while (read(uart_fd, echo, 8) > 0) /* what came late in the last round */
        ;
    if (write(uart_fd, "abcdefgh", 8) != 8)
        return;
    while (size < 8 && poll(&arrival, 1, QUIET_MS) == 1) {
        const ssize_t got = read(uart_fd, echo + size, 8 - size);
        size += got > 0 ? (size_t)got : 0;
    }
    echo[size] = '\0';
    tell(before, "read %s", size == 0 ? "nothing" : echo);
}

static void read_network(void)
{
    static char status_before[TEXT_SIZE];
    static char time_before[TEXT_SIZE];
    static char ready_before[TEXT_SIZE];
    Networking_InterfaceConnectionStatus status = 0;
    struct tm time;
    bool ready = false;
    if (Networking_GetInterfaceConnectionStatus("wlan0", &status) == 0)
        tell(status_before, "Networking_GetInterfaceConnectionStatus%s%s%s%s",
             (status & Networking_InterfaceConnectionStatus_InterfaceUp) != 0 ? " InterfaceUp" : "",
             (status & Networking_InterfaceConnectionStatus_ConnectedToNetwork) != 0
                 ? " ConnectedToNetwork"
                 : "",
             (status & Networking_InterfaceConnectionStatus_IpAvailable) != 0 ? " IpAvailable" : "",
             (status & Networking_InterfaceConnectionStatus_ConnectedToInternet) != 0
                 ? " ConnectedToInternet"
                 : "");
    if (Networking_TimeSync_GetLastNtpSyncInfo(NULL, NULL, NULL, &time) == 0)
        tell(time_before, "Networking_TimeSync_GetLastNtpSyncInfo %d-%02d-%02d",
             time.tm_year + 1900, time.tm_mon + 1, time.tm_mday);
    if (Networking_IsNetworkingReady(&ready) == 0)
        tell(ready_before, "Networking_IsNetworkingReady %s", ready ? "true" : "false");
}

static void read_name(void)
{
    static char before[TEXT_SIZE];
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo* found = NULL;
    const int error = getaddrinfo("api.example.com", NULL, &hints, &found);
    if (error == 0)
        freeaddrinfo(found);
    tell(before, "getaddrinfo %s",
         error == 0           ? "ok"
         : error == EAI_AGAIN ? "EAI_AGAIN"
                              : gai_strerror(error));
}

void take_readings(void)
{
    static char i2c_before[TEXT_SIZE];
    static char spi_before[TEXT_SIZE];
    static char adc_before[TEXT_SIZE];
    static char gpio_before[TEXT_SIZE];
    static char auth_before[TEXT_SIZE];
    const uint8_t device_id = 0x0F;
    const uint8_t jedec_id = 0x9F;
    uint8_t bytes[3];
    uint32_t sample = 0;
    GPIO_Value_Type level = GPIO_Value_Low;
    bool ready = false;
    if (I2CMaster_WriteThenRead(i2c_fd, 0x48, &device_id, 1, bytes, 2) == 3)
        tell(i2c_before, "I2CMaster_WriteThenRead %02x%02x", bytes[0], bytes[1]);
    if (SPIMaster_WriteThenRead(spi_fd, &jedec_id, 1, bytes, 3) == 4)
        tell(spi_before, "SPIMaster_WriteThenRead %02x%02x%02x", bytes[0], bytes[1], bytes[2]);
    if (ADC_Poll(adc_fd, 0, &sample) == 0)
        tell(adc_before, "ADC_Poll %u", (unsigned)sample);
    if (GPIO_GetValue(button_fd, &level) == 0)
        tell(gpio_before, "GPIO_GetValue %s", level == GPIO_Value_High ? "high" : "low");
    if (Application_IsDeviceAuthReady(&ready) == 0)
        tell(auth_before, "Application_IsDeviceAuthReady %s", ready ? "true" : "false");
    read_serial();
    read_name(); /* before what follows from it */
    read_network();
}
