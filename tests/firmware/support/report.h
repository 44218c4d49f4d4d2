// What test firmware says on its core's debug UART: a line "ok CASE" or "FAIL CASE expected … got
// …" for each case, and "done" at the end. A fault says so in a line of its own, and no "done"
// follows.
#pragma once

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/fault.h>

// Where the bytes go; a firmware that tests the debug UART itself has its own way.
#ifndef REPORT_BYTE
#define REPORT_BYTE(byte) Uart_WriteByte(MT3620_DEBUG_UART, (uint8_t)(byte))
#endif

static inline void Report_Text(const char* text)
{
    for (; *text != '\0'; ++text) {
        REPORT_BYTE(*text);
    }
}

static inline void Report_Hex(uint32_t value)
{
    Report_Text("0x");
    for (int shift = 28; shift >= 0; shift -= 4) {
        REPORT_BYTE("0123456789abcdef"[(value >> (unsigned)shift) & 0xFU]);
    }
}

// `low` to `high` is what is right.
static inline void Report_InRange(const char* name, uint32_t low, uint32_t high, uint32_t got)
{
    if (got >= low && got <= high) {
        Report_Text("ok ");
        Report_Text(name);
    } else {
        Report_Text("FAIL ");
        Report_Text(name);
        Report_Text(" expected ");
        Report_Hex(low);
        if (high != low) {
            Report_Text("..");
            Report_Hex(high);
        }
        Report_Text(" got ");
        Report_Hex(got);
    }
    REPORT_BYTE('\n');
}

static inline void Report_Equal(const char* name, uint32_t expected, uint32_t got)
{
    Report_InRange(name, expected, expected, got);
}

// How many bytes differ has to be 0.
static inline void Report_Same(const char* name, const volatile uint8_t* expected,
                               const volatile uint8_t* got, uint32_t size)
{
    uint32_t different = 0;
    for (uint32_t at = 0; at < size; ++at) {
        different += expected[at] != got[at];
    }
    Report_Equal(name, 0, different);
}

// First thing in a reset handler.
static inline void Report_Open(void)
{
    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
}

static inline __attribute__((noreturn)) void Report_Done(void)
{
    Report_Text("done\n");
    Core_Stop();
}
