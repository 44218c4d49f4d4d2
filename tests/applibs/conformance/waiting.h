/* Waiting for what the device does by itself. */
#pragma once

#include "check.h"

#include <time.h>

static inline void wait_a_little(void)
{
    const struct timespec pause = {0, 5000000};
    nanosleep(&pause, NULL);
}

/* The condition holds within half a minute. */
#define CHECK_BECOMES(condition)                                                                   \
    do {                                                                                           \
        bool holds_ = (condition);                                                                 \
        for (int looks_ = 0; !holds_ && looks_ < 6000; ++looks_) {                                 \
            wait_a_little();                                                                       \
            holds_ = (condition);                                                                  \
        }                                                                                          \
        if (!holds_) {                                                                             \
            printf("# %s:%d: %s does not come to hold\n", __FILE__, __LINE__, #condition);         \
            ++failed_checks;                                                                       \
        }                                                                                          \
    } while (0)
