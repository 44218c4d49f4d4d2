/// A handler for faults that tells of them on the debug UART, and stops.
#pragma once

#include "core.h"
#include "print.h"

/// For the entries hardFault, memManage, busFault and usageFault of the vector table. A fault that
/// has no handler of its own becomes a hard fault, so that `.hardFault = Fault_Report` is enough.
///
/// The registers are those of the ARMv7-M manual, B3.2.15: CFSR says why, BFAR or MMFAR where.
static inline void Fault_Report(void)
{
    Uart_Open115200(MT3620_DEBUG_UART);
    Print("\nfault: exception %u, CFSR 0x%08x, HFSR 0x%08x, MMFAR 0x%08x, BFAR 0x%08x\n",
          (unsigned)(CORE_SCB->ICSR & CORE_SCB_ICSR_VECTACTIVE), (unsigned)CORE_SCB->CFSR,
          (unsigned)CORE_SCB->HFSR, (unsigned)CORE_SCB->MMFAR, (unsigned)CORE_SCB->BFAR);
    Core_Stop();
}
