// Reads the accelerometer of the Starter Kit over I2C once a second and logs what it says.

#include <applibs/eventloop.h>
#include <applibs/i2c.h>
#include <applibs/log.h>

#include <errno.h>
#include <hw/avnet_mt3620_sk.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const I2C_DeviceAddress kSensor = 0x6A; // LSM6DSO
static const uint8_t kWhoAmI = 0x0F;
static const uint8_t kControl1 = 0x10;
static const uint8_t kAcceleration = 0x28; // x, y, z: two bytes each, the low one first

static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

typedef struct {
    int bus;
    unsigned long samples;
    bool hasFailed;
} Meter;

static void OnTimer(EventLoop* loop, int timer, EventLoop_IoEvents events, void* context)
{
    (void)loop;
    (void)events;
    Meter* const meter = context;
    uint64_t expirations = 0;
    uint8_t values[6];

    if (read(timer, &expirations, sizeof(expirations)) != (ssize_t)sizeof(expirations)) {
        return;
    }
    if (I2CMaster_WriteThenRead(meter->bus, kSensor, &kAcceleration, 1, values, sizeof(values)) <
        0) {
        Log_Debug("cannot read the sensor: %s\n", strerror(errno));
        meter->hasFailed = true;
        return;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    meter->samples += (unsigned long)expirations;
    Log_Debug("sample %lu at %ld.%09ld: z %d\n", meter->samples, (long)now.tv_sec, now.tv_nsec,
              (int)(int16_t)(values[4] | values[5] << 8));
}

int main(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    Meter meter = {.bus = I2CMaster_Open(AVNET_MT3620_SK_ISU2_I2C)};
    if (meter.bus < 0 || I2CMaster_SetBusSpeed(meter.bus, I2C_BUS_SPEED_FAST) != 0) {
        Log_Debug("cannot open the bus: %s\n", strerror(errno));
        return 1;
    }
    const uint8_t start[] = {kControl1, 0x40}; // 104 samples a second
    uint8_t identity = 0;
    if (I2CMaster_WriteThenRead(meter.bus, kSensor, &kWhoAmI, 1, &identity, 1) < 0 ||
        I2CMaster_Write(meter.bus, kSensor, start, sizeof(start)) < 0) {
        Log_Debug("cannot start the sensor: %s\n", strerror(errno));
        return 2;
    }
    const struct itimerspec period = {.it_value = {.tv_sec = 1}, .it_interval = {.tv_sec = 1}};
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    EventLoop* const loop = EventLoop_Create();
    if (timer < 0 || loop == NULL || timerfd_settime(timer, 0, &period, NULL) != 0 ||
        EventLoop_RegisterIo(loop, timer, EventLoop_Input, OnTimer, &meter) == NULL) {
        Log_Debug("cannot start the timer: %s\n", strerror(errno));
        return 3;
    }
    Log_Debug("measuring, sensor %#x\n", identity);
    while (!g_ended && !meter.hasFailed) {
        EventLoop_Run(loop, -1, true);
    }
    return meter.hasFailed ? 4 : 0;
}
