#include "check.h"

#include <applibs/uart.h>
#include <poll.h>
#include <unistd.h>

enum { ISU0 = 4, ISU1 = 5 };

static UART_Config config_of(UART_BaudRate_Type baud_rate)
{
    UART_Config config;
    UART_InitConfig(&config);
    config.baudRate = baud_rate;
    return config;
}

static size_t read_all(int fd, char* buffer, size_t wanted)
{
    size_t got = 0;
    while (got < wanted) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, 5000) != 1)
            break;
        const ssize_t size = read(fd, buffer + got, wanted - got);
        if (size <= 0)
            break;
        got += (size_t)size;
    }
    return got;
}

static void loopback(void)
{
    const UART_Config config = config_of(115200);
    const int fd = UART_Open(ISU0, &config);
    char sent[300];
    char received[300];
    for (size_t i = 0; i < sizeof sent; ++i)
        sent[i] = (char)i;
    CHECK(fd >= 0);
    CHECK_FAILS(read(fd, received, sizeof received), EAGAIN);
    CHECK(write(fd, sent, sizeof sent) == (ssize_t)sizeof sent);
    CHECK(read_all(fd, received, sizeof received) == sizeof received);
    CHECK(memcmp(sent, received, sizeof sent) == 0);
    close(fd);
}

static void a_full_queue_is_eagain(void)
{
    const UART_Config config = config_of(300);
    const int fd = UART_Open(ISU0, &config);
    char bytes[1024] = {0};
    size_t written = 0;
    ssize_t size = 0;
    while (written < 1024 * 1024 && (size = write(fd, bytes, sizeof bytes)) > 0)
        written += (size_t)size;
    CHECK(size == -1 && errno == EAGAIN);
    CHECK(written >= 4096);
    close(fd);
}

static void arguments(void)
{
    UART_Config config = config_of(115200);
    UART_Config bad = config;
    const int fd = UART_Open(ISU0, &config);
    CHECK(fd >= 0);
    CHECK_FAILS(UART_Open(ISU0, &config), EBUSY);
    CHECK_FAILS(UART_Open(3, &config), ENODEV);
    CHECK_FAILS(UART_Open(9, &config), ENODEV);
    CHECK_FAILS(UART_Open(ISU0, NULL), EFAULT);
    CHECK_FAILS(UART_Open(ISU1, &config), EACCES);
    close(fd);
    bad.dataBits = 9;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    bad = config;
    bad.parity = 3;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    bad = config;
    bad.stopBits = 0;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    bad = config;
    bad.flowControl = 3;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    bad = config;
    bad.baudRate = 0;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    bad = config;
    bad.z__magicAndVersion = 0;
    CHECK_FAILS(UART_Open(ISU0, &bad), EINVAL);
    CHECK_FAILS(z__UART_InitConfig(NULL, 1), EFAULT);
    CHECK_FAILS(z__UART_InitConfig((struct z__UART_Config_Base*)&bad, 2), EINVAL);
}

static void defaults(void)
{
    UART_Config config;
    memset(&config, 0xFF, sizeof config);
    UART_InitConfig(&config);
    CHECK(config.dataBits == UART_DataBits_Eight);
    CHECK(config.parity == UART_Parity_None);
    CHECK(config.stopBits == UART_StopBits_One);
    CHECK(config.flowControl == UART_FlowControl_None);
    CHECK(config.blockingMode == UART_BlockingMode_NonBlocking);
    CHECK(config.baudRate == 115200);
}

static void reopen_after_close(void)
{
    const UART_Config config = config_of(921600);
    for (int i = 0; i < 20; ++i) {
        const int fd = UART_Open(ISU0, &config);
        CHECK(fd >= 0);
        CHECK(write(fd, "x", 1) == 1);
        close(fd);
    }
}

const struct conformance_case uart_cases[] = {
    {"uart: a loopback brings every byte back", loopback},
    {"uart: a full queue is EAGAIN", a_full_queue_is_eagain},
    {"uart: wrong arguments", arguments},
    {"uart: defaults", defaults},
    {"uart: reopened right after close", reopen_after_close},
    {NULL, NULL},
};
