#include "check.h"

#include <applibs/pwm.h>

static PwmState state_of(unsigned int period, unsigned int duty)
{
    const PwmState state = {.period_nsec = period,
                            .dutyCycle_nsec = duty,
                            .polarity = PWM_Polarity_Normal,
                            .enabled = true};
    return state;
}

static void what_the_counter_makes(void)
{
    const int fd = PWM_Open(2);
    PwmState state = state_of(1000000, 250000);
    CHECK(fd >= 0);
    CHECK_SUCCEEDS(PWM_Apply(fd, 0, &state));
    CHECK_SUCCEEDS(PWM_Apply(fd, 0, &state));
    state = state_of(1000000, 1000000); /* full on */
    CHECK_SUCCEEDS(PWM_Apply(fd, 3, &state));
    state = state_of(1000000, 0);
    CHECK_SUCCEEDS(PWM_Apply(fd, 0, &state));
    state = state_of(65535000, 32767500);
    CHECK_SUCCEEDS(PWM_Apply(fd, 1, &state));
    state.enabled = false;
    CHECK_SUCCEEDS(PWM_Apply(fd, 1, &state));
    close(fd);
}

static void arguments(void)
{
    const int fd = PWM_Open(2);
    const int again = PWM_Open(2);
    PwmState state = state_of(1000000, 250000);
    CHECK(fd >= 0 && again >= 0);
    close(again);
    CHECK_FAILS(PWM_Open(0), EACCES);
    CHECK_FAILS(PWM_Open(3), EACCES);
    CHECK_FAILS(PWM_Apply(-1, 0, &state), EBADF);
    CHECK_FAILS(PWM_Apply(fd, 4, &state), ENODEV);
    CHECK_FAILS(PWM_Apply(fd, 0, NULL), EINVAL);
    state = state_of(0, 0);
    CHECK_FAILS(PWM_Apply(fd, 0, &state), EINVAL);
    state = state_of(1000, 2000);
    CHECK_FAILS(PWM_Apply(fd, 0, &state), EINVAL);
    state = state_of(100000000, 1000);
    CHECK_FAILS(PWM_Apply(fd, 0, &state), EINVAL); /* the off time has more than 16 bits */
    state = state_of(1000000, 250000);
    state.polarity = 2;
    CHECK_FAILS(PWM_Apply(fd, 0, &state), EINVAL);
    close(fd);
}

const struct conformance_case pwm_cases[] = {
    {"pwm: what the counter makes", what_the_counter_makes},
    {"pwm: wrong arguments", arguments},
    {NULL, NULL},
};
