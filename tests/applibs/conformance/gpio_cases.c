#include "check.h"

#include <applibs/gpio.h>
#include <unistd.h>

static void input_follows_the_wire(void)
{
    GPIO_Value_Type value = 9;
    const int out = GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_High);
    const int in = GPIO_OpenAsInput(1);
    CHECK(out >= 0 && in >= 0);
    CHECK_SUCCEEDS(GPIO_GetValue(in, &value));
    CHECK(value == GPIO_Value_High);
    for (int i = 0; i < 100; ++i) {
        const GPIO_Value_Type level = (GPIO_Value_Type)(i % 2);
        CHECK(GPIO_SetValue(out, level) == 0);
        CHECK(GPIO_GetValue(in, &value) == 0 && value == level);
    }
    CHECK_SUCCEEDS(GPIO_SetValue(out, GPIO_Value_Low));
    CHECK(GPIO_GetValue(out, &value) == 0 && value == GPIO_Value_Low);
    close(in);
    close(out);
}

static void released_open_drain_reads_the_pull_up(void)
{
    GPIO_Value_Type value = 9;
    const int fd = GPIO_OpenAsOutput(4, GPIO_OutputMode_OpenDrain, GPIO_Value_Low);
    CHECK(fd >= 0);
    CHECK(GPIO_GetValue(fd, &value) == 0 && value == GPIO_Value_Low);
    CHECK(GPIO_SetValue(fd, GPIO_Value_High) == 0);
    CHECK(GPIO_GetValue(fd, &value) == 0 && value == GPIO_Value_High);
    close(fd);
}

static void set_on_an_input_has_no_effect(void)
{
    GPIO_Value_Type value = 9;
    const int in = GPIO_OpenAsInput(4);
    CHECK_SUCCEEDS(GPIO_SetValue(in, GPIO_Value_Low));
    CHECK(GPIO_GetValue(in, &value) == 0 && value == GPIO_Value_High);
    close(in);
}

static void arguments(void)
{
    GPIO_Value_Type value = 0;
    const int fd = GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_Low);
    CHECK_FAILS(GPIO_OpenAsOutput(0, 3, GPIO_Value_Low), EINVAL);
    CHECK_FAILS(GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, 2), EINVAL);
    CHECK_FAILS(GPIO_OpenAsOutput(24, GPIO_OutputMode_PushPull, GPIO_Value_Low), ENODEV);
    CHECK_FAILS(GPIO_OpenAsOutput(0, GPIO_OutputMode_PushPull, GPIO_Value_Low), EBUSY);
    CHECK_FAILS(GPIO_OpenAsInput(24), ENODEV);
    CHECK_FAILS(GPIO_OpenAsInput(-1), ENODEV);
    CHECK_FAILS(GPIO_OpenAsInput(81), ENODEV);
    CHECK_FAILS(GPIO_OpenAsInput(0), EBUSY);
    CHECK_FAILS(GPIO_GetValue(fd, NULL), EFAULT);
    CHECK_FAILS(GPIO_GetValue(-1, &value), EBADF);
    CHECK_FAILS(GPIO_GetValue(STDOUT_FILENO, &value), EBADF);
    CHECK_FAILS(GPIO_SetValue(fd, 2), EINVAL);
    CHECK_FAILS(GPIO_SetValue(-1, GPIO_Value_Low), EBADF);
    close(fd);
}

static void not_in_the_manifest(void)
{
    CHECK_FAILS(GPIO_OpenAsInput(60), EACCES);
    CHECK_FAILS(GPIO_OpenAsOutput(60, GPIO_OutputMode_PushPull, GPIO_Value_Low), EACCES);
}

static void close_frees_the_line(void)
{
    for (int i = 0; i < 50; ++i) {
        const int fd = GPIO_OpenAsInput(1);
        CHECK(fd >= 0);
        close(fd);
    }
}

const struct conformance_case gpio_cases[] = {
    {"gpio: an input follows what the wire brings", input_follows_the_wire},
    {"gpio: a released open drain reads its pull-up", released_open_drain_reads_the_pull_up},
    {"gpio: setting an input has no effect", set_on_an_input_has_no_effect},
    {"gpio: wrong arguments", arguments},
    {"gpio: what the manifest does not list is refused", not_in_the_manifest},
    {"gpio: close frees the line", close_frees_the_line},
    {NULL, NULL},
};
