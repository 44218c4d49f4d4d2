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

// What the compiler makes of a product and a sum on this core, unless it is told not to.
static inline float FusedMultiplyAdd(float a, float b, float c)
{
    return __builtin_fmaf(a, b, c);
}
