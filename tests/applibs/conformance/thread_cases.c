/* Several threads of an app at once: on descriptors that they share, on the device's connection, on
 * what they open and close. What a thread finds wrong it counts; failed_checks is the main
 * thread's. */

#include "check.h"

#include <applibs/applications.h>
#include <applibs/certstore.h>
#include <applibs/eventloop.h>
#include <applibs/gpio.h>
#include <applibs/i2c.h>
#include <applibs/log.h>
#include <applibs/pwm.h>
#include <pthread.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 300, ISU1 = 1, TARGET = 0x48 };

struct worker {
    pthread_t thread;
    int number;
    int descriptors[2];
    EventLoop* loop;
    int wrong;
};

/* The work is done by all threads at once. */
static void run_all(void* (*work)(void*), int first_descriptor, int second_descriptor)
{
    struct worker workers[THREADS] = {0};
    for (int i = 0; i < THREADS; ++i) {
        workers[i].number = i;
        workers[i].descriptors[0] = first_descriptor;
        workers[i].descriptors[1] = second_descriptor;
        CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < THREADS; ++i) {
        CHECK(pthread_join(workers[i].thread, NULL) == 0);
        CHECK(workers[i].wrong == 0);
    }
}

static void* set_and_get(void* context)
{
    struct worker* const self = context;
    for (int i = 0; i < ROUNDS; ++i) {
        GPIO_Value_Type value = 9;
        self->wrong += GPIO_SetValue(self->descriptors[0], (GPIO_Value_Type)(i % 2)) != 0;
        self->wrong += GPIO_GetValue(self->descriptors[1], &value) != 0 || value > 1;
    }
    return NULL;
}

static void lines_are_shared(void)
{
    const int out = GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_Low);
    const int in = GPIO_OpenAsInput(1);
    run_all(set_and_get, out, in);
    GPIO_Value_Type value = 9;
    CHECK(GPIO_SetValue(out, GPIO_Value_High) == 0);
    CHECK(GPIO_GetValue(in, &value) == 0 && value == GPIO_Value_High);
    close(in);
    CHECK_FAILS(GPIO_OpenAsInput(0), EBUSY);
    close(out);
}

static void* own_register(void* context)
{
    struct worker* const self = context;
    const uint8_t pointer = (uint8_t)self->number;
    for (int i = 0; i < ROUNDS / 10; ++i) {
        const uint8_t write[] = {pointer, (uint8_t)i};
        uint8_t read = 0;
        self->wrong += I2CMaster_Write(self->descriptors[0], TARGET, write, sizeof write) != 2;
        self->wrong +=
            I2CMaster_WriteThenRead(self->descriptors[0], TARGET, &pointer, 1, &read, 1) != 2 ||
            read != write[1];
    }
    return NULL;
}

static void transfers_do_not_mix(void)
{
    const int fd = I2CMaster_Open(ISU1);
    run_all(own_register, fd, -1);
    close(fd);
}

static void* ask(void* context)
{
    struct worker* const self = context;
    for (int i = 0; i < ROUNDS / 10; ++i) {
        self->wrong += Applications_GetTotalMemoryUsageInKB() == 0;
        self->wrong += CertStore_GetCertificateCount() < 0;
        self->wrong += Log_Debug("thread %d, round %d\n", self->number, i) != 0;
    }
    return NULL;
}

static void requests_get_their_own_answers(void)
{
    run_all(ask, -1, -1);
}

/* Numbers of descriptors go from one thread to another, from one kind to another. */
static void* open_and_close(void* context)
{
    struct worker* const self = context;
    for (int i = 0; i < ROUNDS / 10; ++i) {
        const bool is_line = (self->number + i) % 2 == 0;
        const int fd = is_line ? GPIO_OpenAsInput(4) : PWM_Open(2);
        GPIO_Value_Type value = 9;
        if (fd < 0) {
            self->wrong += errno != EBUSY; /* another thread has it */
            continue;
        }
        if (is_line)
            self->wrong += GPIO_GetValue(fd, &value) != 0 || value != GPIO_Value_High;
        self->wrong += close(fd) != 0;
    }
    return NULL;
}

static void what_one_closes_another_opens(void)
{
    run_all(open_and_close, -1, -1);
}

static void* stop_loop(void* context)
{
    struct worker* const self = context;
    self->wrong += EventLoop_Stop(self->loop) != 0;
    return NULL;
}

static void another_thread_stops_a_loop(void)
{
    for (int i = 0; i < ROUNDS / 10; ++i) {
        struct worker other = {.loop = EventLoop_Create()};
        CHECK(other.loop != NULL);
        CHECK(pthread_create(&other.thread, NULL, stop_loop, &other) == 0);
        CHECK(EventLoop_Run(other.loop, -1, false) != EventLoop_Run_Failed);
        CHECK(pthread_join(other.thread, NULL) == 0);
        CHECK(other.wrong == 0);
        EventLoop_Close(other.loop);
    }
}

const struct conformance_case thread_cases[] = {
    {"threads: lines are shared", lines_are_shared},
    {"threads: transfers on one bus do not mix", transfers_do_not_mix},
    {"threads: requests get their own answers", requests_get_their_own_answers},
    {"threads: what one closes another opens", what_one_closes_another_opens},
    {"threads: another thread stops a loop", another_thread_stops_a_loop},
    {NULL, NULL},
};
