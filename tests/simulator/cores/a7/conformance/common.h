// What the conformance programs share. Each prints what its calls answer, in lines that are the
// same on every run and on every machine, so that the kernel of the host tells what the emulator
// has to say.
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

const char* errorName(int number);

/// "CALL = VALUE", or "CALL = -1 ERROR".
void tell(const char* call, long long result);
#define TELL(...) tell(#__VA_ARGS__, (long long)(__VA_ARGS__))
/// Of a call whose positive answer (a descriptor, an id) differs from run to run.
void tellSuccess(const char* call, long long result);
#define TELL_SUCCESS(...) tellSuccess(#__VA_ARGS__, (long long)(__VA_ARGS__))
void tellText(const char* what, const char* text);
#define TELL_TEXT(...) tellText(#__VA_ARGS__, (__VA_ARGS__))
/// Of a call that answers with an errno itself, such as pthread_mutex_lock.
void tellError(const char* call, int error);
#define TELL_ERROR(...) tellError(#__VA_ARGS__, (__VA_ARGS__))

/// What QEMU is known to have wrong, as its emulation of system calls is not complete: its lines
/// are not compared.
#define QEMU_IS_WRONG(why, ...)                                                                    \
    do {                                                                                           \
        printf("[kernel] ");                                                                       \
        __VA_ARGS__;                                                                               \
    } while (0)

/// Ends the program where what follows would have no meaning.
#define NEED(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("line %d of %s: %s (%s)\n", __LINE__, __FILE__, #condition, errorName(errno));  \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

/// An address where nothing is ever mapped.
#define NOWHERE ((void*)(uintptr_t)16)
#include <stdint.h>

#define FAMILY(name) void name(void);
#include "families.inc"
#undef FAMILY

/// The program that processes.c executes.
int child(int count, char** arguments);
