#include <applibs/uart.h>

#include "pins.h"

PIN_SIZE(UART_Id, 4, 4);
PIN_SIZE(UART_BaudRate_Type, 4, 4);
PIN_SIZE(UART_BlockingMode_Type, 1, 1);
PIN_SIZE(UART_Config, 16, 4);
PIN_OFFSET(UART_Config, z__magicAndVersion, 0);
PIN_OFFSET(UART_Config, baudRate, 4);
PIN_OFFSET(UART_Config, blockingMode, 8);
PIN_OFFSET(UART_Config, dataBits, 9);
PIN_OFFSET(UART_Config, parity, 10);
PIN_OFFSET(UART_Config, stopBits, 11);
PIN_OFFSET(UART_Config, flowControl, 12);
PIN_SIZE(struct z__UART_Config_v1, 16, 4);
PIN_SIZE(struct z__UART_Config_Base, 4, 4);
PIN_VALUE(UART_STRUCTS_VERSION, 1);
PIN_VALUE(z__UART_CONFIG_MAGIC, 0xde2a0000);
PIN_VALUE(UART_BlockingMode_NonBlocking, 0);
PIN_VALUE(UART_DataBits_Five, 5);
PIN_VALUE(UART_DataBits_Six, 6);
PIN_VALUE(UART_DataBits_Seven, 7);
PIN_VALUE(UART_DataBits_Eight, 8);
PIN_VALUE(UART_Parity_None, 0);
PIN_VALUE(UART_Parity_Even, 1);
PIN_VALUE(UART_Parity_Odd, 2);
PIN_VALUE(UART_StopBits_One, 1);
PIN_VALUE(UART_StopBits_Two, 2);
PIN_VALUE(UART_FlowControl_None, 0);
PIN_VALUE(UART_FlowControl_RTSCTS, 1);
PIN_VALUE(UART_FlowControl_XONXOFF, 2);
