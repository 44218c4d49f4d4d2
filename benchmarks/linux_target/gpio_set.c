/* GPIO_SetValue on the Linux target beside the ioctl that it makes: an app, which the script "run"
 * starts in a virtual machine. */

#include <applibs/gpio.h>
#include <linux/gpio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>

enum { REPETITIONS = 15, SETS = 4000, OUTPUT = 8 };

typedef void set_function(int fd, int level);

static void ours(int fd, int level)
{
    GPIO_SetValue(fd, (GPIO_Value_Type)level);
}

static void reference(int fd, int level)
{
    struct gpio_v2_line_values values = {.bits = (uint64_t)level, .mask = 1};
    ioctl(fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values);
}

/* Of one set, in nanoseconds. */
static double time_of(set_function* set, int fd)
{
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < SETS; ++i)
        set(fd, i % 2);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) /
           SETS;
}

static int compare(const void* left, const void* right)
{
    const double a = *(const double*)left;
    const double b = *(const double*)right;
    return (a > b) - (a < b);
}

static double median(double* values)
{
    qsort(values, REPETITIONS, sizeof *values, compare);
    return values[REPETITIONS / 2];
}

int main(void)
{
    static double of_ours[REPETITIONS];
    static double of_reference[REPETITIONS];
    const int fd = GPIO_OpenAsOutput(OUTPUT, GPIO_OutputMode_PushPull, GPIO_Value_Low);
    if (fd < 0)
        return EXIT_FAILURE;
    for (int i = 0; i < REPETITIONS; ++i) {
        of_ours[i] = time_of(ours, fd);
        of_reference[i] = time_of(reference, fd);
    }
    const double a = median(of_ours);
    const double b = median(of_reference);
    printf("linux.gpio.set %.0f ns %.0f ns %.3f\n", a, b, a / b);
    return EXIT_SUCCESS;
}
