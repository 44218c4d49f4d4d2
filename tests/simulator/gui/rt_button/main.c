// The green part of LED 1 is lit while button A is held: by a real-time core, without an
// application core.

#include <hw/mt3620_rdb.h>
#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpio.h>

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    Gpio_OpenAsInput(MT3620_RDB_BUTTON_A);
    Gpio_OpenAsOutput(MT3620_RDB_LED1_GREEN, true); // lit when low
    for (;;) {
        Gpio_Write(MT3620_RDB_LED1_GREEN, Gpio_Read(MT3620_RDB_BUTTON_A)); // pressed is low as well
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
};
