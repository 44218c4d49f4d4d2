/* Inputs that are set from outside, a bus that says who is not there, and a converter: the board is
 * qemu_ast2600_evb. */

#include "levels.h"

#include <applibs/adc.h>
#include <applibs/i2c.h>
#include <stdint.h>
#include <unistd.h>

static void inputs(void)
{
    const int fd = GPIO_OpenAsInput(0);
    require(fd >= 0, "an input is opened");
    for (int i = 0; i < 4; ++i)
        require_level(fd, "gpioA0", i % 2 == 0 ? GPIO_Value_High : GPIO_Value_Low);
    close(fd);
}

static void who_is_on_the_bus(void)
{
    enum { CLOCK = 0x68, ABSENT = 0x49 };
    const int fd = I2CMaster_Open(1);
    const uint8_t write[] = {8, 0x5A};
    uint8_t byte = 0;
    require(fd >= 0, "an I2C bus is opened");
    require(I2CMaster_Write(fd, CLOCK, write, sizeof write) == 2, "a register is written");
    require(I2CMaster_WriteThenRead(fd, CLOCK, write, 1, &byte, 1) == 2 && byte == 0x5A,
            "it holds what was written");
    REQUIRE_FAILS(I2CMaster_Write(fd, ABSENT, write, 1), ENXIO);
    REQUIRE_FAILS(I2CMaster_Read(fd, ABSENT, &byte, 1), ENXIO);
    REQUIRE_FAILS(I2CMaster_WriteThenRead(fd, ABSENT, write, 1, &byte, 1), ENXIO);
    require(I2CMaster_WriteThenRead(fd, CLOCK, write, 1, &byte, 1) == 2 && byte == 0x5A,
            "who is there is there still");
    close(fd);
}

/* What QEMU's converter measures rises from sample to sample, and begins anew at its end. */
static void a_ramp(void)
{
    const int fd = ADC_Open(0);
    uint32_t before = 0;
    int rises = 0;
    require(fd >= 0, "the ADC is opened");
    require(ADC_GetSampleBitCount(fd, 0) == 10, "it has 10 bits");
    require(ADC_SetReferenceVoltage(fd, 0, 2.5F) == 0, "its reference is set");
    for (int i = 0; i < 8; ++i) {
        uint32_t sample = 0;
        require(ADC_Poll(fd, 0, &sample) == 0 && sample <= 1023, "a sample is taken");
        rises += sample > before;
        before = sample;
    }
    require(rises >= 7, "samples rise");
    close(fd);
}

int main(void)
{
    inputs();
    who_is_on_the_bus();
    a_ramp();
    return EXIT_SUCCESS;
}
