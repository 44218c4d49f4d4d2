/// Text on this core's debug UART: 115200 baud, 8N1, polled. It needs no capability in the manifest
/// and works in fault handlers. Uart_Open115200(MT3620_DEBUG_UART) first.
///
/// A byte takes 87 us at this rate; a program with little time has to queue its text instead.
#pragma once

#include "uart.h"

#include <stdarg.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A line feed is sent with the carriage return that terminals want.
static inline void Print_Character(char character)
{
    if (character == '\n') {
        Uart_WriteByte(MT3620_DEBUG_UART, '\r');
    }
    Uart_WriteByte(MT3620_DEBUG_UART, (uint8_t)character);
}

static inline void Print_Text(const char* text)
{
    for (; *text != '\0'; ++text) {
        Print_Character(*text);
    }
}

/// `width`: at least so many digits, `fill` before them.
static inline void Print_Number(uint32_t value, uint32_t base, unsigned width, char fill)
{
    char digits[10]; // of 2^32 - 1 to base 10
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    for (; width > count; --width) {
        Print_Character(fill);
    }
    while (count > 0) {
        Print_Character(digits[--count]);
    }
}

/// What printf prints, for %c, %s, %d, %u, %x and %%, with a width and zeros before it (%08x).
/// Numbers are of 32 bits; there is no floating point, which is printed in parts.
static inline __attribute__((format(printf, 1, 2))) void Print(const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (; *format != '\0'; ++format) {
        if (*format != '%') {
            Print_Character(*format);
            continue;
        }
        ++format;
        const char fill = *format == '0' ? '0' : ' ';
        unsigned width = 0;
        for (; *format >= '0' && *format <= '9'; ++format) {
            width = width * 10U + (unsigned)(*format - '0');
        }
        switch (*format) {
        case 'c':
            Print_Character((char)va_arg(arguments, int));
            break;
        case 's':
            Print_Text(va_arg(arguments, const char*));
            break;
        case 'd': {
            const int value = va_arg(arguments, int);
            if (value < 0) {
                Print_Character('-');
                width -= width > 0 ? 1U : 0U;
            }
            Print_Number(value < 0 ? 0U - (uint32_t)value : (uint32_t)value, 10, width, fill);
            break;
        }
        case 'u':
            Print_Number(va_arg(arguments, unsigned), 10, width, fill);
            break;
        case 'x':
            Print_Number(va_arg(arguments, unsigned), 16, width, fill);
            break;
        case '\0':
            va_end(arguments);
            return;
        default:
            Print_Character(*format); // %% and what is not known
        }
    }
    va_end(arguments);
}

#ifdef __cplusplus
}
#endif
