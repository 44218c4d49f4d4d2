/* For apps of the tests: what is required, in TAP's words. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void require(bool condition, const char* what)
{
    printf("%s - %s\n", condition ? "ok" : "not ok", what);
    if (!condition)
        printf("# %s\n", strerror(errno));
    fflush(stdout);
    if (!condition)
        exit(EXIT_FAILURE);
}

/* The call gives -1 and that errno. */
#define REQUIRE_FAILS(call, expected)                                                              \
    require((call) == -1 && errno == (expected), #call " fails with " #expected)
