// Assertions at compile time of what apps are built against: values, sizes, places of fields. The
// figures are those of the reference, not of the headers. Each has two columns: the 32-bit ARM of
// the devices, and 64-bit hosts.
#pragma once

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#if UINTPTR_MAX == 0xffffffffU
#define PIN_SELECT(device, host) (device)
#else
#define PIN_SELECT(device, host) (host)
#endif

#define PIN_VALUE(name, value) static_assert((name) == (value), #name)

#define PIN_SIZE2(type, size, align, hostSize, hostAlign)                                          \
    static_assert(sizeof(type) == PIN_SELECT(size, hostSize), "size of " #type);                   \
    static_assert(alignof(type) == PIN_SELECT(align, hostAlign), "alignment of " #type)

#define PIN_OFFSET2(type, field, offset, hostOffset)                                               \
    static_assert(offsetof(type, field) == PIN_SELECT(offset, hostOffset), #type "." #field)

// Where both are the same.
#define PIN_SIZE(type, size, align) PIN_SIZE2(type, size, align, size, align)
#define PIN_OFFSET(type, field, offset) PIN_OFFSET2(type, field, offset, offset)
