// That the loader has put everything in its place, wherever the linker script wants it: constants,
// variables with and without a value, SYSRAM. Built once for each script.

#include "report.h"

#define PATTERN(n) (0x9E3779B9U * ((n) + 1U))

static const volatile uint32_t g_constants[4] = {PATTERN(0U), PATTERN(1U), PATTERN(2U),
                                                 PATTERN(3U)};
static volatile uint32_t g_values[4] = {PATTERN(4U), PATTERN(5U), PATTERN(6U), PATTERN(7U)};
static volatile uint32_t g_zeros[1024];
static CORE_SYSRAM volatile uint32_t g_shared[1024];

static uint32_t Wrong(const volatile uint32_t* words, uint32_t first)
{
    uint32_t wrong = 0;
    for (uint32_t at = 0; at < 4; ++at) {
        wrong += words[at] != PATTERN(first + at);
    }
    return wrong;
}

static uint32_t NotZero(const volatile uint32_t* words)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at < 1024; ++at) {
        count += words[at] != 0;
    }
    return count;
}

static void Main(void)
{
    Report_Open();
    Report_Equal("constants", 0, Wrong(g_constants, 0));
    Report_Equal("values", 0, Wrong(g_values, 4));
    Report_Equal("zeros", 0, NotZero(g_zeros));
    Report_Equal("shared-zeros", 0, NotZero(g_shared));
    g_values[0] = 1;
    g_zeros[1023] = 2;
    g_shared[1023] = 3;
    Report_Equal("variables-keep-what-is-written", 6, g_values[0] + g_zeros[1023] + g_shared[1023]);
    Report_Done();
}

CORE_VECTOR_TABLE = {.stackTop = StackTop, .reset = Main, .hardFault = Fault_Report};
