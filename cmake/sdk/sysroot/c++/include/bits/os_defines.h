// In place of libstdc++'s own file of this name: what it expects of glibc and musl spells
// otherwise.
#pragma once

#define __NO_CTYPE 1
#include <features.h>

#define _GLIBCXX_NO_OBSOLETE_ISINF_ISNAN_DYNAMIC 1
#define _GLIBCXX_NATIVE_THREAD_ID pthread_self()
#define _GLIBCXX_GTHREAD_USE_WEAK 0

#define __locale_t locale_t

// The bits of __ctype_b_loc's table, which musl has in glibc's order.
enum {
    _ISblank = 0x0001,
    _IScntrl = 0x0002,
    _ISpunct = 0x0004,
    _ISalnum = 0x0008,
    _ISupper = 0x0100,
    _ISlower = 0x0200,
    _ISalpha = 0x0400,
    _ISdigit = 0x0800,
    _ISxdigit = 0x1000,
    _ISspace = 0x2000,
    _ISprint = 0x4000,
    _ISgraph = 0x8000,
};
