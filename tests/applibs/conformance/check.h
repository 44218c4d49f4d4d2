/* Cases of the conformance suite: small functions that note what does not hold. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct conformance_case {
    const char* name;
    void (*run)(void);
};

/* Counted by the macros below; a case that adds to it has failed. */
extern int failed_checks;
extern bool has_known_radios; /* those of a simulated device */

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("# %s:%d: %s does not hold (errno %d)\n", __FILE__, __LINE__, #condition,       \
                   errno);                                                                         \
            ++failed_checks;                                                                       \
        }                                                                                          \
    } while (0)

/* The call gives -1 and exactly that errno. */
#define CHECK_FAILS(call, expected)                                                                \
    do {                                                                                           \
        errno = 0;                                                                                 \
        const long result_ = (long)(call);                                                         \
        if (result_ != -1 || errno != (expected)) {                                                \
            printf("# %s:%d: %s gives %ld with errno %d, not -1 with %s\n", __FILE__, __LINE__,    \
                   #call, result_, errno, #expected);                                              \
            ++failed_checks;                                                                       \
        }                                                                                          \
    } while (0)

/* The call gives NULL and exactly that errno. */
#define CHECK_NULL(call, expected)                                                                 \
    do {                                                                                           \
        errno = 0;                                                                                 \
        const void* const result_ = (call);                                                        \
        if (result_ != NULL || errno != (expected)) {                                              \
            printf("# %s:%d: %s gives %p with errno %d, not NULL with %s\n", __FILE__, __LINE__,   \
                   #call, result_, errno, #expected);                                              \
            ++failed_checks;                                                                       \
        }                                                                                          \
    } while (0)

/* The call succeeds and leaves errno alone. */
#define CHECK_SUCCEEDS(call)                                                                       \
    do {                                                                                           \
        errno = 12345;                                                                             \
        const long result_ = (long)(call);                                                         \
        if (result_ < 0 || errno != 12345) {                                                       \
            printf("# %s:%d: %s gives %ld and errno %d\n", __FILE__, __LINE__, #call, result_,     \
                   errno);                                                                         \
            ++failed_checks;                                                                       \
        }                                                                                          \
    } while (0)

extern const struct conformance_case gpio_cases[];
extern const struct conformance_case uart_cases[];
extern const struct conformance_case i2c_cases[];
extern const struct conformance_case spi_cases[];
extern const struct conformance_case adc_cases[];
extern const struct conformance_case pwm_cases[];
extern const struct conformance_case system_cases[];
extern const struct conformance_case certstore_cases[];
extern const struct conformance_case certstore_early_cases[];
extern const struct conformance_case curl_refusal_cases[];
extern const struct conformance_case deviceauth_cases[];
extern const struct conformance_case deviceauth_refusal_cases[];
extern const struct conformance_case event_loop_cases[];
extern const struct conformance_case sysevent_cases[];
extern const struct conformance_case thread_cases[];
extern const struct conformance_case networking_cases[];
extern const struct conformance_case starting_cases[];
extern const struct conformance_case wifi_cases[];
extern const struct conformance_case wifi_join_cases[];
extern const struct conformance_case wifi_refusal_cases[];
extern const struct conformance_case refusal_cases[];
extern const struct conformance_case cpp_cases[];
extern const struct conformance_case cpp_network_cases[];
extern const struct conformance_case cpp_refusal_cases[];
extern const struct conformance_case cpp_security_cases[];
