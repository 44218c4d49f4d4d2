// What applibs/pwm.h is made of. Not for apps.
#pragma once

#include <applibs/pwm.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Behind PWM_Open, which documents it. The two exist in this SDK's library only; the original
/// headers open the kernel's node inline.
int z__PWM_Open(PWM_ControllerId pwm);

/// Behind PWM_Apply, which documents it.
int z__PWM_Apply(int pwmFd, PWM_ChannelId pwmChannel, const PwmState* newState);

static inline int PWM_Open(PWM_ControllerId pwm)
{
    return z__PWM_Open(pwm);
}

static inline int PWM_Apply(int pwmFd, PWM_ChannelId pwmChannel, const PwmState* newState)
{
    return z__PWM_Apply(pwmFd, pwmChannel, newState);
}

#ifdef __cplusplus
}
#endif
