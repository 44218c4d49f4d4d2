// check.h for cases in C++.
#pragma once

extern "C" {
#include "check.h"
}

// The call gives an error of exactly that errno.
#define CHECK_ERROR(call, expected)                                                                \
    do {                                                                                           \
        const auto result_ = (call);                                                               \
        CHECK(!result_.hasValue());                                                                \
        CHECK(result_.error().code == (expected));                                                 \
    } while (0)
