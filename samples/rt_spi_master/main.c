// Reads an accelerometer on SPI (LSM6DS3 at ISU1 of header 4) and prints, twice a second, which way
// is down.

#include "lsm6ds3.h"

#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpt.h>

static const SpiMaster kSpi = {.isu = 1, .chipSelect = 0, .divider = 16}; // 5 MHz

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

static void PrintAcceleration(void)
{
    Acceleration acceleration;
    if (Lsm6ds3_Read(&kSpi, &acceleration)) {
        Print("x %d, y %d, z %d mg\n", (int)acceleration.x, (int)acceleration.y,
              (int)acceleration.z);
    } else {
        Print("no new sample\n");
    }
}

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    SpiMaster_Open(&kSpi);
    if (!Lsm6ds3_IsThere(&kSpi)) {
        Print("there is no LSM6DS3 at ISU1: look at the wiring\n");
        Core_Stop();
    }
    Lsm6ds3_Start(&kSpi);
    Print("measuring\n");
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(MT3620_GPT_32K_HZ / 2);
    for (;;) {
        WaitForTimer();
        PrintAcceleration();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_GPT] = OnTimer, [MT3620_IRQ_ISU_SPI(1)] = SpiMaster_OnInterrupt},
};
