// Reads a thermometer on I2C (TMP117 at ISU2 of header 4) once a second.

#include "i2c_master.h"

#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpt.h>

// Registers of the TMP117: TI SBOS740, section 7.6. They have 16 bits, high byte first.
enum { kIsu = 2, kAddress = 0x48, Temp_Result = 0x00, Device_ID = 0x0F, kIdentity = 0x117 };

static volatile bool g_expired;

static void OnTimer(void)
{
    MT3620_GPT->ISR = MT3620_GPT_GPT0;
    g_expired = true;
}

static void WaitForTimer(void)
{
    while (!g_expired) {
        Core_SleepUnless(&g_expired);
    }
    g_expired = false;
}

static bool ReadRegister(uint8_t number, uint16_t* value)
{
    uint8_t bytes[2];
    if (!I2cMaster_WriteThenRead(kAddress, &number, 1, bytes, sizeof(bytes))) {
        return false;
    }
    *value = (uint16_t)(bytes[0] << 8 | bytes[1]);
    return true;
}

static void PrintTemperature(void)
{
    uint16_t raw;
    if (!ReadRegister(Temp_Result, &raw)) {
        Print("no answer\n");
        return;
    }
    const int hundredths = (int16_t)raw * 100 / 128; // a digit is 1/128 of a degree
    const int positive = hundredths < 0 ? -hundredths : hundredths;
    Print("%s%d.%02d degrees\n", hundredths < 0 ? "-" : "", positive / 100, positive % 100);
}

static void Main(void)
{
    uint16_t identity = 0;

    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    I2cMaster_Open(kIsu);
    if (!ReadRegister(Device_ID, &identity) || (identity & 0xFFFU) != kIdentity) {
        Print("there is no TMP117 at ISU2: look at the wiring\n");
        Core_Stop();
    }
    Print("measuring\n");
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(MT3620_GPT_32K_HZ);
    for (;;) {
        WaitForTimer();
        PrintTemperature();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_GPT] = OnTimer, [MT3620_IRQ_ISU_I2C(kIsu)] = I2cMaster_OnInterrupt},
};
