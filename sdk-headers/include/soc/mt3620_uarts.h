// Numbers of the MT3620's UARTs, for applibs/uart.h, as older projects include them. New projects
// take MT3620_ISU<n>_UART of hw/mt3620.h or a board's name for it.
#pragma once

#include <applibs/uart.h>

// The manifest says "ISU0" to "ISU4"; the numbers begin at 4.
#define MT3620_UART_ISU0 ((UART_Id)4)
#define MT3620_UART_ISU1 ((UART_Id)5)
#define MT3620_UART_ISU2 ((UART_Id)6)
#define MT3620_UART_ISU3 ((UART_Id)7)
#define MT3620_UART_ISU4 ((UART_Id)8)
