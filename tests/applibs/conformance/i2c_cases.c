#include "check.h"

#include <applibs/i2c.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
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

/* read(2) and write(2) go to the default target, and return when the transfer is done. */
static void own_transfers(void)
{
    const int fd = I2CMaster_Open(ISU1);
    const uint8_t write_registers[] = {7, 0x11, 0x22, 0x33};
    const uint8_t pointer = 7;
    static uint8_t large[4097];
    uint8_t bytes[3] = {0};
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK_SUCCEEDS(write(fd, write_registers, sizeof write_registers));
    CHECK(I2CMaster_WriteThenRead(fd, TARGET, &pointer, 1, bytes, sizeof bytes) == 4);
    CHECK(bytes[0] == 0x11 && bytes[1] == 0x22 && bytes[2] == 0x33);
    CHECK(write(fd, &pointer, 1) == 1);
    memset(bytes, 0, sizeof bytes);
    CHECK_SUCCEEDS(read(fd, bytes, sizeof bytes));
    CHECK(bytes[0] == 0x11 && bytes[1] == 0x22 && bytes[2] == 0x33);
    CHECK(write(fd, NULL, 0) == 0); /* an address probe */
    CHECK_FAILS(read(fd, bytes, 0), EOPNOTSUPP);
    CHECK_FAILS(read(fd, large, sizeof large), EOPNOTSUPP);
    CHECK_FAILS(write(fd, large, sizeof large), EOPNOTSUPP);
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, ABSENT));
    CHECK_FAILS(write(fd, write_registers, sizeof write_registers), ENXIO);
    CHECK_FAILS(read(fd, bytes, sizeof bytes), ENXIO);
    CHECK(I2CMaster_Write(fd, TARGET, &pointer, 1) == 1);
    close(fd);
}

/* As of a driver that knows no vectors: every piece is a transfer of its own. */
static void own_vectors(void)
{
    const int fd = I2CMaster_Open(ISU1);
    uint8_t first[] = {2, 0x44};
    uint8_t second[] = {3, 0x55};
    uint8_t pointer = 2;
    uint8_t bytes[2] = {0};
    const volatile int negative = -1; /* the compiler knows better */
    const struct iovec out[] = {{first, sizeof first}, {NULL, 0}, {second, sizeof second}};
    const struct iovec in[] = {{&bytes[0], 1}, {&bytes[1], 1}};
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK(writev(fd, out, 3) == 4);
    CHECK(write(fd, &pointer, 1) == 1);
    CHECK(readv(fd, in, 2) == 2);
    CHECK(bytes[0] == 0x44);
    CHECK_FAILS(writev(fd, out, negative), EINVAL);
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, ABSENT));
    CHECK_FAILS(writev(fd, out, 3), ENXIO);
    close(fd);
}

/* The number of a closed descriptor is free for any other file. */
static void closed_numbers(void)
{
    const int fd = I2CMaster_Open(ISU1);
    int ends[2] = {-1, -1};
    static const char text[5000] = "more than a transfer takes";
    char back[sizeof text];
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    close(fd);
    CHECK_FAILS(write(fd, text, 1), EBADF);
    CHECK_FAILS(read(fd, back, 1), EBADF);
    CHECK(pipe(ends) == 0);
    CHECK(ends[0] == fd);
    CHECK(write(ends[1], text, sizeof text) == (ssize_t)sizeof text);
    CHECK_SUCCEEDS(read(fd, back, sizeof back));
    CHECK(memcmp(text, back, sizeof text) == 0);
    close(ends[0]);
    close(ends[1]);
}

struct talker {
    int fd;
    uint8_t pointer;
    int failures;
};

static void* talk(void* context)
{
    struct talker* const talker = context;
    for (int i = 0; i < 20; ++i) {
        const uint8_t bytes[] = {talker->pointer, (uint8_t)i};
        uint8_t back = 0;
        const bool is_own = i % 2 == 0;
        if ((is_own ? write(talker->fd, bytes, 2)
                    : I2CMaster_Write(talker->fd, TARGET, bytes, 2)) != 2)
            ++talker->failures;
        if (I2CMaster_WriteThenRead(talker->fd, TARGET, bytes, 1, &back, 1) != 2 || back != i)
            ++talker->failures;
    }
    return NULL;
}

/* Transfers of several threads are taken one after the other; none finds the bus busy. */
static void threads_take_turns(void)
{
    const int fd = I2CMaster_Open(ISU1);
    struct talker talkers[2] = {{fd, 4, 0}, {fd, 5, 0}};
    pthread_t other;
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK(pthread_create(&other, NULL, talk, &talkers[0]) == 0);
    talk(&talkers[1]);
    CHECK(pthread_join(other, NULL) == 0);
    CHECK(talkers[0].failures == 0 && talkers[1].failures == 0);
    close(fd);
}

/* A call waits for a write of which the library knows nothing; that one's end is never taken for
 * the call's. */
static void unseen_writes(void)
{
    const int fd = I2CMaster_Open(ISU1);
    const uint8_t write_registers[] = {7, 0x66, 0x77};
    const uint8_t pointer = 7;
    uint8_t bytes[2] = {0};
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(fd, TARGET));
    CHECK(syscall(SYS_write, fd, write_registers, sizeof write_registers) ==
          (long)sizeof write_registers);
    CHECK(I2CMaster_WriteThenRead(fd, TARGET, &pointer, 1, bytes, sizeof bytes) == 3);
    CHECK(bytes[0] == 0x66 && bytes[1] == 0x77);
    close(fd);
}

static volatile sig_atomic_t handled;
static int signalled_fd;

static void write_from_handler(int number)
{
    (void)number;
    const uint8_t pointer = 1;
    handled += write(signalled_fd, &pointer, 1) == 1;
}

/* write(2) is something for signal handlers, also when the signal comes during a transfer. */
static void signals(void)
{
    static const uint8_t long_write[2000] = {0};
    const struct itimerval soon = {.it_value = {.tv_usec = 1000}};
    struct sigaction action = {.sa_handler = write_from_handler};
    struct sigaction before;
    signalled_fd = I2CMaster_Open(ISU1);
    CHECK_SUCCEEDS(I2CMaster_SetDefaultTargetAddress(signalled_fd, TARGET));
    sigaction(SIGALRM, &action, &before);
    setitimer(ITIMER_REAL, &soon, NULL);
    /* 180 ms on the bus, far longer than until the signal. */
    CHECK_SUCCEEDS(write(signalled_fd, long_write, sizeof long_write));
    CHECK(handled == 1);
    sigaction(SIGALRM, &before, NULL);
    close(signalled_fd);
}

const struct conformance_case i2c_cases[] = {
    {"i2c: registers are written and read", registers_are_written_and_read},
    {"i2c: only what is there answers", probes},
    {"i2c: wrong arguments", arguments},
    {"i2c: the app's own reads and writes", own_transfers},
    {"i2c: the app's own vectors", own_vectors},
    {"i2c: a closed number is another file's", closed_numbers},
    {"i2c: threads take turns", threads_take_turns},
    {"i2c: writes that the library does not see", unseen_writes},
    {"i2c: signals during a transfer", signals},
    {NULL, NULL},
};
