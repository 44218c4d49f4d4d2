/* Ways out of the sandbox, as a hostile app would try them. Each probe gives 0 when it got through,
   else the errno it was refused with. */
#pragma once

#include <errno.h>

struct Probe {
    const char* name;
    int (*run)(void);
};

/* The tables, each ended by an entry without a name. */
extern const struct Probe fileProbes[];
extern const struct Probe kernelProbes[];
extern const struct Probe processProbes[];
extern const struct Probe networkProbes[];
extern const struct Probe resourceProbes[];
extern const struct Probe fatalProbes[];

/* 0 or the errno of a call that gives -1 when it fails. */
#define TRY(call) ((call) < 0 ? errno : 0)
