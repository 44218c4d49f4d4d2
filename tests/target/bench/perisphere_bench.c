// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0
/*
 * What the conformance suite wants on a board (tests/applibs/conformance/main.c), behind the
 * kernel's own interfaces: gpiolib, i2c-dev, spidev, IIO and PWM reach it as they reach any driver.
 * All hangs on one platform device, "perisphere-bench".
 */
#include <linux/delay.h>
#include <linux/gpio/driver.h>
#include <linux/i2c.h>
#include <linux/iio/iio.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pwm.h>
#include <linux/spi/spi.h>

#define BENCH_NAME "perisphere-bench"

/* ---- GPIO: line 0 wired to line 1, line 4 pulled up, the others not connected. ---- */

enum { BENCH_LINES = 8, BENCH_PULLED_UP = 4 };

static unsigned long bench_is_output;
static unsigned long bench_driven;

static int bench_level(unsigned int line)
{
    if (test_bit(line, &bench_is_output))
        return test_bit(line, &bench_driven);
    if (line < 2 && test_bit(1 - line, &bench_is_output))
        return test_bit(1 - line, &bench_driven);
    return line == BENCH_PULLED_UP;
}

static int bench_read_line(struct gpio_chip* chip, unsigned int line)
{
    return bench_level(line);
}

static void bench_set(struct gpio_chip* chip, unsigned int line, int value)
{
    assign_bit(line, &bench_driven, value);
}

static int bench_get_direction(struct gpio_chip* chip, unsigned int line)
{
    return test_bit(line, &bench_is_output) ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int bench_direction_input(struct gpio_chip* chip, unsigned int line)
{
    clear_bit(line, &bench_is_output);
    return 0;
}

static int bench_direction_output(struct gpio_chip* chip, unsigned int line, int value)
{
    bench_set(chip, line, value);
    set_bit(line, &bench_is_output);
    return 0;
}

static struct gpio_chip bench_gpio = {
    .label = "bench-lines",
    .owner = THIS_MODULE,
    .base = -1,
    .ngpio = BENCH_LINES,
    .get = bench_read_line,
    .set = bench_set,
    .get_direction = bench_get_direction,
    .direction_input = bench_direction_input,
    .direction_output = bench_direction_output,
};

/* ---- I2C: a target with one-byte registers behind a pointer, at the pace of 100 kHz. ---- */

enum { BENCH_I2C_TARGET = 0x48, BENCH_REGISTERS = 16, BENCH_MICROSECONDS_PER_BYTE = 90 };

static u8 bench_registers[BENCH_REGISTERS];
static u8 bench_pointer;

static void bench_i2c_message(struct i2c_msg* message)
{
    int i = 0;

    if (!(message->flags & I2C_M_RD) && message->len)
        bench_pointer = message->buf[i++];
    for (; i < message->len; ++i, ++bench_pointer) {
        u8* one = &bench_registers[bench_pointer % BENCH_REGISTERS];

        if (message->flags & I2C_M_RD)
            message->buf[i] = *one;
        else
            *one = message->buf[i];
    }
}

static int bench_i2c_transfer(struct i2c_adapter* adapter, struct i2c_msg* messages, int count)
{
    int i;

    for (i = 0; i < count; ++i) {
        const unsigned int pace = BENCH_MICROSECONDS_PER_BYTE * (messages[i].len + 1);

        usleep_range(pace, pace + BENCH_MICROSECONDS_PER_BYTE);
        if (messages[i].addr != BENCH_I2C_TARGET)
            return -ENXIO;
        bench_i2c_message(&messages[i]);
    }
    return count;
}

static u32 bench_i2c_functions(struct i2c_adapter* adapter)
{
    return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm bench_i2c_algorithm = {
    .master_xfer = bench_i2c_transfer,
    .functionality = bench_i2c_functions,
};

static struct i2c_adapter bench_i2c = {
    .owner = THIS_MODULE,
    .algo = &bench_i2c_algorithm,
    .name = BENCH_NAME,
    .nr = 9,
};

/* ---- SPI: a target that answers each byte with its complement, on either chip select. ---- */

enum { BENCH_SPI_BUS = 9, BENCH_CHIP_SELECTS = 2 };

static int bench_spi_transfer(struct spi_controller* controller, struct spi_device* device,
                              struct spi_transfer* transfer)
{
    const u8* sent = transfer->tx_buf;
    u8* received = transfer->rx_buf;
    unsigned int i;

    for (i = 0; received && i < transfer->len; ++i)
        received[i] = sent ? ~sent[i] : 0xFF;
    return 0;
}

static int bench_add_spi(struct device* parent)
{
    struct spi_controller* controller = devm_spi_alloc_master(parent, 0);
    int i, error;

    if (!controller)
        return -ENOMEM;
    controller->bus_num = BENCH_SPI_BUS;
    controller->num_chipselect = BENCH_CHIP_SELECTS;
    controller->mode_bits = SPI_CPOL | SPI_CPHA | SPI_CS_HIGH;
    controller->bits_per_word_mask = SPI_BPW_MASK(8);
    controller->max_speed_hz = 40000000;
    controller->transfer_one = bench_spi_transfer;
    error = devm_spi_register_controller(parent, controller);
    for (i = 0; !error && i < BENCH_CHIP_SELECTS; ++i) {
        /* A name that spidev serves; it refuses its own. */
        struct spi_board_info info = {
            .modalias = "dh2228fv", .max_speed_hz = 40000000, .chip_select = i};

        if (!spi_new_device(controller, &info))
            error = -ENODEV;
    }
    return error;
}

/* ---- IIO: 12 bits of 0.625 mV, 1.25 V on channel 0 and none on the others. ---- */

enum { BENCH_MICROVOLTS_PER_STEP = 625, BENCH_MICROVOLTS = 1250000 };

static int bench_read_raw(struct iio_dev* device, struct iio_chan_spec const* channel, int* value,
                          int* fraction, long what)
{
    switch (what) {
    case IIO_CHAN_INFO_RAW:
        *value = channel->channel == 0 ? BENCH_MICROVOLTS / BENCH_MICROVOLTS_PER_STEP : 0;
        return IIO_VAL_INT;
    case IIO_CHAN_INFO_SCALE: /* in millivolts */
        *value = 0;
        *fraction = BENCH_MICROVOLTS_PER_STEP * 1000;
        return IIO_VAL_INT_PLUS_MICRO;
    }
    return -EINVAL;
}

static const struct iio_info bench_adc_info = {.read_raw = bench_read_raw};

#define BENCH_VOLTAGE(number)                                                                      \
    {                                                                                              \
        .type = IIO_VOLTAGE, .indexed = 1, .channel = (number),                                    \
        .info_mask_separate = BIT(IIO_CHAN_INFO_RAW),                                              \
        .info_mask_shared_by_type = BIT(IIO_CHAN_INFO_SCALE),                                      \
    }

static const struct iio_chan_spec bench_adc_channels[] = {
    BENCH_VOLTAGE(0), BENCH_VOLTAGE(1), BENCH_VOLTAGE(2), BENCH_VOLTAGE(3),
    BENCH_VOLTAGE(4), BENCH_VOLTAGE(5), BENCH_VOLTAGE(6), BENCH_VOLTAGE(7),
};

static int bench_add_adc(struct device* parent)
{
    struct iio_dev* device = devm_iio_device_alloc(parent, 0);

    if (!device)
        return -ENOMEM;
    device->name = BENCH_NAME;
    device->info = &bench_adc_info;
    device->channels = bench_adc_channels;
    device->num_channels = ARRAY_SIZE(bench_adc_channels);
    device->modes = INDIO_DIRECT_MODE;
    return devm_iio_device_register(parent, device);
}

/* ---- PWM: a counter of 16 bits for either part of the period, in steps of 500 ns. ---- */

enum { BENCH_PWM_STEP = 500, BENCH_PWM_STEPS = 65535, BENCH_PWM_OUTPUTS = 4 };

static int bench_pwm_apply(struct pwm_chip* chip, struct pwm_device* output,
                           const struct pwm_state* state)
{
    const u64 longest = (u64)BENCH_PWM_STEP * BENCH_PWM_STEPS;

    if (!state->enabled)
        return 0;
    if (state->duty_cycle > longest || state->period - state->duty_cycle > longest)
        return -EINVAL;
    return 0;
}

static const struct pwm_ops bench_pwm_ops = {
    .apply = bench_pwm_apply,
    .owner = THIS_MODULE,
};

static struct pwm_chip bench_pwm = {
    .ops = &bench_pwm_ops,
    .npwm = BENCH_PWM_OUTPUTS,
};

/* ---- All of it. ---- */

static int bench_probe(struct platform_device* platform)
{
    struct device* parent = &platform->dev;
    int error;

    bench_gpio.parent = parent;
    bench_i2c.dev.parent = parent;
    bench_pwm.dev = parent;
    error = devm_gpiochip_add_data(parent, &bench_gpio, NULL);
    if (!error)
        error = bench_add_adc(parent);
    if (!error)
        error = devm_pwmchip_add(parent, &bench_pwm);
    if (!error)
        error = bench_add_spi(parent);
    if (!error)
        error = i2c_add_numbered_adapter(&bench_i2c);
    return error;
}

static int bench_remove(struct platform_device* platform)
{
    i2c_del_adapter(&bench_i2c);
    return 0;
}

static struct platform_driver bench_driver = {
    .probe = bench_probe,
    .remove = bench_remove,
    .driver = {.name = BENCH_NAME},
};

static struct platform_device* bench_device;

static int __init bench_init(void)
{
    int error = platform_driver_register(&bench_driver);

    if (error)
        return error;
    bench_device = platform_device_register_simple(BENCH_NAME, PLATFORM_DEVID_NONE, NULL, 0);
    if (IS_ERR(bench_device)) {
        platform_driver_unregister(&bench_driver);
        return PTR_ERR(bench_device);
    }
    return 0;
}

static void __exit bench_exit(void)
{
    platform_device_unregister(bench_device);
    platform_driver_unregister(&bench_driver);
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A bench for the conformance suite of Perisphere");
