// UART_Config, version 1. Included by applibs/uart.h.
#pragma once

#include <stdint.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Line speed in bits per second.
typedef uint32_t UART_BaudRate_Type;

/// A UART_BlockingMode in one byte.
typedef uint8_t UART_BlockingMode_Type;

/// Whether read(2) and write(2) wait.
typedef enum {
    UART_BlockingMode_NonBlocking = 0 ///< they do not: EAGAIN where they would have to
} UART_BlockingMode;

/// A UART_DataBits in one byte.
typedef uint8_t UART_DataBits_Type;

/// Data bits in a character; the enumerators have the number as their value.
typedef enum {
    UART_DataBits_Five = 5,
    UART_DataBits_Six = 6,
    UART_DataBits_Seven = 7,
    UART_DataBits_Eight = 8
} UART_DataBits;

/// A UART_Parity in one byte.
typedef uint8_t UART_Parity_Type;

/// The parity bit after the data bits.
typedef enum {
    UART_Parity_None = 0, ///< there is none
    UART_Parity_Even = 1, ///< makes the count of ones even
    UART_Parity_Odd = 2   ///< makes the count of ones odd
} UART_Parity;

/// A UART_StopBits in one byte.
typedef uint8_t UART_StopBits_Type;

/// Stop bits after a character.
typedef enum { UART_StopBits_One = 1, UART_StopBits_Two = 2 } UART_StopBits;

/// A UART_FlowControl in one byte.
typedef uint8_t UART_FlowControl_Type;

/// Who may hold up the other side.
typedef enum {
    UART_FlowControl_None = 0,   ///< nobody: what does not fit is lost
    UART_FlowControl_RTSCTS = 1, ///< the RTS and CTS lines
    UART_FlowControl_XONXOFF = 2 ///< the characters 0x11 and 0x13, which the app then never sees
} UART_FlowControl;

/// Settings of a UART, version 1.
struct z__UART_Config_v1 {
    uint32_t z__magicAndVersion;         ///< set by UART_InitConfig; not for the app
    UART_BaudRate_Type baudRate;         ///< bits per second
    UART_BlockingMode_Type blockingMode; ///< UART_BlockingMode
    UART_DataBits_Type dataBits;         ///< UART_DataBits
    UART_Parity_Type parity;             ///< UART_Parity
    UART_StopBits_Type stopBits;         ///< UART_StopBits
    UART_FlowControl_Type flowControl;   ///< UART_FlowControl
};

#ifdef __cplusplus
}
#endif
