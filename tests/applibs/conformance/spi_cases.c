#include "check.h"

#include <applibs/spi.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ISU2 = 2, CS_A = -1, CS_B = -2 };

static int open_a(void)
{
    SPIMaster_Config config;
    CHECK(SPIMaster_InitConfig(&config) == 0);
    CHECK(config.csPolarity == SPI_ChipSelectPolarity_ActiveLow);
    const int fd = SPIMaster_Open(ISU2, CS_A, &config);
    CHECK(fd >= 0);
    return fd;
}

static void write_then_read(void)
{
    const int fd = open_a();
    const uint8_t write[] = {0x12, 0x34};
    uint8_t read[3] = {0};
    CHECK_SUCCEEDS(SPIMaster_SetBusSpeed(fd, 400000));
    CHECK(SPIMaster_WriteThenRead(fd, write, sizeof write, read, sizeof read) == 5);
    /* Nothing is driven while reading, so the target answers 0xFF with 0x00. */
    CHECK(read[0] == 0x00 && read[1] == 0x00 && read[2] == 0x00);
    close(fd);
}

static void sequences(void)
{
    const int fd = open_a();
    static uint8_t large[4097];
    uint8_t read[4] = {0};
    SPIMaster_Transfer transfers[2];
    CHECK(SPIMaster_InitTransfers(transfers, 2) == 0);
    CHECK(transfers[0].flags == SPI_TransferFlags_None && transfers[0].length == 0);
    CHECK_FAILS(SPIMaster_TransferSequential(fd, transfers, 2), EINVAL);
    transfers[0].flags = SPI_TransferFlags_Write;
    transfers[0].writeData = large;
    transfers[0].length = 4096;
    transfers[1].flags = SPI_TransferFlags_Read;
    transfers[1].readData = read;
    transfers[1].length = sizeof read;
    CHECK(SPIMaster_TransferSequential(fd, transfers, 2) == 4100);
    transfers[0].length = 4097;
    CHECK_FAILS(SPIMaster_TransferSequential(fd, transfers, 2), EMSGSIZE);
    transfers[0].flags = SPI_TransferFlags_Write | SPI_TransferFlags_Read;
    CHECK_FAILS(SPIMaster_TransferSequential(fd, transfers, 2), EINVAL);
    CHECK_FAILS(SPIMaster_TransferSequential(fd, transfers, 0), EINVAL);
    CHECK_FAILS(SPIMaster_TransferSequential(fd, transfers, 257), EINVAL);
    CHECK_FAILS(SPIMaster_TransferSequential(fd, NULL, 1), EFAULT);
    CHECK_FAILS(SPIMaster_InitTransfers(NULL, 1), EFAULT);
    transfers[0].flags = SPI_TransferFlags_Write;
    transfers[0].length = 1;
    CHECK_FAILS(SPIMaster_TransferSequential(-1, transfers, 1), EBADF);
    close(fd);
}

static void arguments(void)
{
    static uint8_t large[4097];
    SPIMaster_Config config;
    uint8_t byte = 0;
    const int fd = open_a();
    CHECK(SPIMaster_InitConfig(&config) == 0);
    CHECK_FAILS(SPIMaster_InitConfig(NULL), EFAULT);
    CHECK_FAILS(SPIMaster_Open(ISU2, CS_A, &config), EBUSY);
    const int other = SPIMaster_Open(ISU2, CS_B, &config);
    CHECK(other >= 0);
    close(other);
    CHECK_FAILS(SPIMaster_Open(ISU2, 0, &config), EINVAL);
    CHECK_FAILS(SPIMaster_Open(3, CS_A, &config), EACCES);
    CHECK_FAILS(SPIMaster_Open(7, CS_A, &config), EACCES);
    CHECK_FAILS(SPIMaster_Open(ISU2, CS_B, NULL), EFAULT);
    config.csPolarity = SPI_ChipSelectPolarity_Invalid;
    CHECK_FAILS(SPIMaster_Open(ISU2, CS_B, &config), EINVAL);
    CHECK_SUCCEEDS(SPIMaster_SetMode(fd, SPI_Mode_3));
    CHECK_FAILS(SPIMaster_SetMode(-1, SPI_Mode_3), EBADF);
    CHECK_FAILS(SPIMaster_SetMode(fd, SPI_Mode_Invalid), EINVAL);
    CHECK_SUCCEEDS(SPIMaster_SetBitOrder(fd, SPI_BitOrder_LsbFirst));
    CHECK_FAILS(SPIMaster_SetBitOrder(-1, SPI_BitOrder_LsbFirst), EBADF);
    CHECK_FAILS(SPIMaster_SetBitOrder(fd, SPI_BitOrder_Invalid), EINVAL);
    CHECK_FAILS(SPIMaster_SetBusSpeed(fd, 0), EINVAL);
    CHECK_FAILS(SPIMaster_SetBusSpeed(-1, 1000000), EBADF);
    CHECK_FAILS(SPIMaster_WriteThenRead(fd, NULL, 1, &byte, 1), EFAULT);
    CHECK_FAILS(SPIMaster_WriteThenRead(fd, &byte, 0, &byte, 1), EINVAL);
    CHECK_FAILS(SPIMaster_WriteThenRead(-1, &byte, 1, &byte, 1), EBADF);
    CHECK_FAILS(SPIMaster_WriteThenRead(fd, large, sizeof large, &byte, 1), EMSGSIZE);
    close(fd);
}

/* read(2) and write(2) are transfers of their own under chip select. */
static void own_transfers(void)
{
    const int fd = open_a();
    static uint8_t large[4097];
    const uint8_t command = 2;
    uint8_t read_bytes[2] = {9, 9};
    CHECK_SUCCEEDS(write(fd, large, 64));
    CHECK(SPIMaster_WriteThenRead(fd, &command, 1, read_bytes, sizeof read_bytes) == 3);
    CHECK(read_bytes[0] == 0 && read_bytes[1] == 0);
    memset(read_bytes, 9, sizeof read_bytes);
    CHECK_SUCCEEDS(read(fd, read_bytes, sizeof read_bytes));
    CHECK(read_bytes[0] == 0 && read_bytes[1] == 0);
    CHECK(write(fd, large, 4096) == 4096);
    CHECK_FAILS(write(fd, large, 4097), EMSGSIZE);
    CHECK_FAILS(read(fd, large, 4097), EMSGSIZE);
    close(fd);
    CHECK_FAILS(write(fd, large, 4097), EBADF);
}

/* A call waits for a write of which the library knows nothing; that one's end is never taken for
 * the call's. */
static void unseen_writes(void)
{
    const int fd = open_a();
    const uint8_t bytes[64] = {1};
    const uint8_t command = 2;
    uint8_t read_bytes[2] = {9, 9};
    CHECK(syscall(SYS_write, fd, bytes, sizeof bytes) == (long)sizeof bytes);
    CHECK(SPIMaster_WriteThenRead(fd, &command, 1, read_bytes, sizeof read_bytes) == 3);
    CHECK(read_bytes[0] == 0 && read_bytes[1] == 0);
    close(fd);
}

const struct conformance_case spi_cases[] = {
    {"spi: write, then read, under one chip select", write_then_read},
    {"spi: sequences and their limits", sequences},
    {"spi: wrong arguments", arguments},
    {"spi: the app's own reads and writes", own_transfers},
    {"spi: writes that the library does not see", unseen_writes},
    {NULL, NULL},
};
