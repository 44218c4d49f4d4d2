#include "check.h"

#include <applibs/i2c.h>
#include <unistd.h>

enum { ISU1 = 1, TARGET = 0x48, ABSENT = 0x49 };

static void registers_are_written_and_read(void)
{
    const int fd = I2CMaster_Open(ISU1);
    const uint8_t write[] = {3, 0xAB, 0xCD};
    const uint8_t pointer = 3;
    uint8_t read[2] = {0, 0};
    CHECK(fd >= 0);
    CHECK(I2CMaster_Write(fd, TARGET, write, sizeof write) == (ssize_t)sizeof write);
    CHECK(I2CMaster_WriteThenRead(fd, TARGET, &pointer, 1, read, sizeof read) == 3);
    CHECK(read[0] == 0xAB && read[1] == 0xCD);
    CHECK(I2CMaster_Write(fd, TARGET, &pointer, 1) == 1);
    CHECK(I2CMaster_Read(fd, TARGET, read, 1) == 1 && read[0] == 0xAB);
    close(fd);
}

static void probes(void)
{
    const int fd = I2CMaster_Open(ISU1);
    uint8_t byte = 0;
    CHECK(I2CMaster_Write(fd, TARGET, NULL, 0) == 0);
    CHECK_FAILS(I2CMaster_Write(fd, ABSENT, NULL, 0), ENXIO);
    CHECK_FAILS(I2CMaster_Write(fd, ABSENT, &byte, 1), ENXIO);
    CHECK_FAILS(I2CMaster_Read(fd, ABSENT, &byte, 1), ENXIO);
    CHECK_FAILS(I2CMaster_WriteThenRead(fd, ABSENT, &byte, 1, &byte, 1), ENXIO);
    close(fd);
}

static void arguments(void)
{
    const int fd = I2CMaster_Open(ISU1);
    static uint8_t large[4097];
    uint8_t byte = 0;
    CHECK_FAILS(I2CMaster_Open(ISU1), EBUSY);
    CHECK_FAILS(I2CMaster_Open(5), EACCES);
    CHECK_FAILS(I2CMaster_Open(-1), EACCES);
    CHECK_FAILS(I2CMaster_Open(0), EACCES);
    CHECK_SUCCEEDS(I2CMaster_SetBusSpeed(fd, I2C_BUS_SPEED_STANDARD));
    CHECK_SUCCEEDS(I2CMaster_SetBusSpeed(fd, I2C_BUS_SPEED_FAST));
    CHECK_SUCCEEDS(I2CMaster_SetBusSpeed(fd, I2C_BUS_SPEED_FAST_PLUS));
    CHECK_FAILS(I2CMaster_SetBusSpeed(fd, I2C_BUS_SPEED_HIGH), EOPNOTSUPP);
    CHECK_FAILS(I2CMaster_SetBusSpeed(fd, 123456), EOPNOTSUPP);
    CHECK_SUCCEEDS(I2CMaster_SetTimeout(fd, 100));
    CHECK_FAILS(I2CMaster_SetTimeout(fd, 0x80000000U), EINVAL);
    CHECK_FAILS(I2CMaster_SetTimeout(-1, 100), EBADF);
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK_FAILS(I2CMaster_SetDefaultTargetAddress(-1, TARGET), EBADF);
    CHECK_FAILS(I2CMaster_SetDefaultTargetAddress(fd, 0x80), EINVAL);
    CHECK_FAILS(I2CMaster_Read(fd, TARGET, &byte, 0), EOPNOTSUPP);
    CHECK_FAILS(I2CMaster_Read(fd, TARGET, large, sizeof large), EOPNOTSUPP);
    CHECK_FAILS(I2CMaster_Write(fd, TARGET, large, sizeof large), EOPNOTSUPP);
    CHECK_FAILS(I2CMaster_WriteThenRead(fd, TARGET, &byte, 1, &byte, 0), EOPNOTSUPP);
    CHECK_FAILS(I2CMaster_Read(fd, 0x80, &byte, 1), EINVAL);
    CHECK_FAILS(I2CMaster_Write(fd, 0x190, &byte, 1), EINVAL);
    CHECK_FAILS(I2CMaster_WriteThenRead(fd, 0x80, &byte, 1, &byte, 1), EINVAL);
    CHECK_FAILS(I2CMaster_WriteThenRead(fd, TARGET, &byte, 1, NULL, 1), EFAULT);
    CHECK_FAILS(I2CMaster_Write(-1, TARGET, &byte, 1), EBADF);
    CHECK_FAILS(I2CMaster_WriteThenRead(-1, TARGET, &byte, 1, &byte, 1), EBADF);
    CHECK_FAILS(I2CMaster_Read(fd, TARGET, NULL, 1), EFAULT);
    CHECK_FAILS(I2CMaster_Write(fd, TARGET, NULL, 1), EFAULT);
    CHECK_FAILS(I2CMaster_Read(-1, TARGET, &byte, 1), EBADF);
    CHECK_FAILS(I2CMaster_SetBusSpeed(STDOUT_FILENO, 100000), EBADF);
    close(fd);
    CHECK_FAILS(I2CMaster_Read(fd, TARGET, &byte, 1), EBADF);
}

/* write(2) goes to the default target. While it is under way, a call of the library is EBUSY; its
 * reply is never taken for that of the call. */
static void own_writes(void)
{
    const int fd = I2CMaster_Open(ISU1);
    const uint8_t write_registers[] = {7, 0x11, 0x22, 0x33};
    const uint8_t pointer = 7;
    uint8_t read[3] = {0};
    ssize_t size = -1;
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK(write(fd, write_registers, sizeof write_registers) == (ssize_t)sizeof write_registers);
    do {
        size = I2CMaster_WriteThenRead(fd, TARGET, &pointer, 1, read, sizeof read);
    } while (size == -1 && errno == EBUSY);
    CHECK(size == 4);
    CHECK(read[0] == 0x11 && read[1] == 0x22 && read[2] == 0x33);
    close(fd);
}

const struct conformance_case i2c_cases[] = {
    {"i2c: registers are written and read", registers_are_written_and_read},
    {"i2c: only what is there answers", probes},
    {"i2c: wrong arguments", arguments},
    {"i2c: the app's own writes", own_writes},
    {NULL, NULL},
};
