// Floating point results as bits, which have to be the same everywhere.
#pragma once

#include <stdint.h>
#include <string.h>

static inline uint32_t BitsOf(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}
