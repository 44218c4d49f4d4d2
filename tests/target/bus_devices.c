/* Chips that QEMU models, by the drivers of the SoC that it models: the board is qemu_sabrelite. */

#include "checks.h"

#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/pwm.h>
#include <applibs/spi.h>
#include <applibs/uart.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

/* A DS1338 keeps what is written behind its clock, from 8 on. */
static void i2c_registers(void)
{
    enum { CLOCK = 0x68, ABSENT = 0x49 };
    const int fd = I2CMaster_Open(1);
    const uint8_t write[] = {8, 0xAB, 0xCD};
    const uint8_t pointer = 8;
    uint8_t read[2] = {0, 0};
    require(fd >= 0, "an I2C bus is opened");
    require(I2CMaster_SetBusSpeed(fd, I2C_BUS_SPEED_STANDARD) == 0, "it makes 100 kHz");
    require(I2CMaster_Write(fd, CLOCK, write, sizeof write) == 3, "registers are written");
    require(I2CMaster_WriteThenRead(fd, CLOCK, &pointer, 1, read, sizeof read) == 3,
            "registers are read after a repeated start");
    require(read[0] == 0xAB && read[1] == 0xCD, "they hold what was written");
    require(I2CMaster_Write(fd, CLOCK, &pointer, 1) == 1, "the pointer is set");
    require(I2CMaster_Read(fd, CLOCK, read + 1, 1) == 1 && read[1] == 0xAB, "one is read");
    require(I2CMaster_Write(fd, CLOCK, NULL, 0) == 0, "a target is probed");
    /* QEMU's controller does not tell of a target that is not there; its driver gives up. */
    require(I2CMaster_SetTimeout(fd, 50) == 0, "a time-out is set");
    REQUIRE_FAILS(I2CMaster_Write(fd, ABSENT, &pointer, 1), ETIMEDOUT);
    REQUIRE_FAILS(I2CMaster_Open(1), EBUSY);
    close(fd);
}

static void spi_flash(void)
{
    SPIMaster_Config config;
    SPIMaster_InitConfig(&config);
    const int fd = SPIMaster_Open(2, -1, &config);
    const uint8_t read_identity = 0x9F;
    uint8_t identity[3] = {0};
    require(fd >= 0, "an SPI chip select is opened");
    require(SPIMaster_SetBusSpeed(fd, 1000000) == 0 && SPIMaster_SetMode(fd, SPI_Mode_0) == 0,
            "its speed and mode are set");
    require(SPIMaster_WriteThenRead(fd, &read_identity, 1, identity, 3) == 4, "the flash answers");
    require(identity[0] == 0xBF && identity[1] == 0x25 && identity[2] == 0x41,
            "it is an SST25VF016B");
    require(SPIMaster_SetBitOrder(fd, SPI_BitOrder_LsbFirst) == 0, "the order of bits is turned");
    const uint8_t mirrored = 0xF9;
    require(SPIMaster_WriteThenRead(fd, &mirrored, 1, identity, 3) == 4 && identity[0] == 0xFD &&
                identity[1] == 0xA4 && identity[2] == 0x82,
            "the same bits mean the same");
    SPIMaster_SetBitOrder(fd, SPI_BitOrder_MsbFirst);

    /* Reads of all that one call takes: more than spidev's buffer has room for ones beside. */
    static uint8_t page[4096];
    const uint8_t read_from_0[] = {0x03, 0, 0, 0};
    page[4095] = 1;
    require(SPIMaster_WriteThenRead(fd, read_from_0, 4, page, sizeof page) == 4100,
            "a long read goes on under one chip select");
    close(fd);
}

static void pwm_output(void)
{
    const int fd = PWM_Open(0);
    PwmState state = {.period_nsec = 1000000, .dutyCycle_nsec = 250000, .enabled = true};
    require(fd >= 0, "a PWM controller is opened");
    require(PWM_Apply(fd, 0, &state) == 0, "an output runs");
    state.period_nsec = 100000;
    state.dutyCycle_nsec = 90000;
    require(PWM_Apply(fd, 0, &state) == 0, "it runs with another period");
    state.polarity = PWM_Polarity_Inversed;
    require(PWM_Apply(fd, 0, &state) == 0, "it runs the other way round");
    state.enabled = false;
    require(PWM_Apply(fd, 0, &state) == 0, "it is stopped");
    REQUIRE_FAILS(PWM_Apply(fd, 1, &state), ENODEV);
    close(fd);
}

static void uart_loop(void)
{
    UART_Config config;
    UART_InitConfig(&config);
    config.baudRate = 230400;
    const int fd = UART_Open(4, &config);
    char back[4] = {0};
    size_t got = 0;
    require(fd >= 0, "a UART is opened");
    require(write(fd, "\0\r\n\xFF", 4) == 4, "it sends");
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (got < sizeof back && poll(&ready, 1, 10000) == 1) {
        const ssize_t size = read(fd, back + got, sizeof back - got);
        got += size > 0 ? (size_t)size : 0;
    }
    require(got == 4 && memcmp(back, "\0\r\n\xFF", 4) == 0, "it receives the same");
    REQUIRE_FAILS(UART_Open(4, &config), EBUSY);
    close(fd);
    config.baudRate = 100000000;
    REQUIRE_FAILS(UART_Open(4, &config), EINVAL);
}

static void gpio_lines(void)
{
    const int out = GPIO_OpenAsOutput(8, GPIO_OutputMode_PushPull, GPIO_Value_High);
    GPIO_Value_Type level = 9;
    require(out >= 0, "a GPIO is opened");
    require(GPIO_GetValue(out, &level) == 0 && level == GPIO_Value_High, "it has its first level");
    require(GPIO_SetValue(out, GPIO_Value_Low) == 0, "it is set");
    require(GPIO_GetValue(out, &level) == 0 && level == GPIO_Value_Low, "it has that level");
    close(out);
}

int main(void)
{
    gpio_lines();
    i2c_registers();
    spi_flash();
    pwm_output();
    uart_loop();
    return EXIT_SUCCESS;
}
