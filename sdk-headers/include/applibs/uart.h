// Serial ports.
//
// An open UART is a raw byte stream behind a file descriptor: read(2), write(2), poll(2) and the
// event loop work on it, close(2) ends it and discards what was not read. It never blocks:
//   - read gives 1 to n bytes, or -1 with EAGAIN where none has arrived;
//   - write may take fewer bytes than offered; -1 with EAGAIN means that the queue (4 KiB at least)
//     is full, and EventLoop_Output (POLLOUT) tells of room.
// Received bytes wait in a buffer of about 4 KiB; what comes after is lost unless flow control
// holds up the sender.
//
// An app may define UART_STRUCTS_VERSION, which version of UART_Config it is written for, before it
// includes this header. There is only version 1.
//
// Threads: as for any descriptor of the system. API sets: all.
#pragma once

#include <applibs/uart_config_v1.h>

#if !defined(UART_STRUCTS_VERSION)
#define UART_STRUCTS_VERSION 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Number of a UART: MT3620_ISU<n>_UART of hw/mt3620.h (4 for ISU0 to 8 for ISU4), or a board
/// header's name for it.
typedef int UART_Id;

#if UART_STRUCTS_VERSION == 1
/// Settings of a UART. UART_InitConfig first, then the fields that differ.
typedef struct z__UART_Config_v1 UART_Config;
#else
#error "UART_STRUCTS_VERSION must be 1: applibs/uart.h has no other version of UART_Config"
#endif

/// Gives a UART_Config its defaults: 115200 bit/s, 8 data bits, no parity, 1 stop bit, no flow
/// control, non-blocking. The baud rate is a default of this SDK; portable apps set it.
///
/// @param uartConfig  receives the defaults; a NULL is left alone, with errno EFAULT
///
/// Capability: none.
static inline void UART_InitConfig(UART_Config* uartConfig);

/// Opens a UART for this app alone. All pins of its ISU are then the UART's.
///
/// @param uartId      the UART
/// @param uartConfig  settings, from UART_InitConfig on; read during the call only
/// @return a non-blocking descriptor, closed with close(2); or -1 with errno
///   - EFAULT  uartConfig is NULL
///   - EINVAL  a field has no valid value, or the structure was not initialised
///   - ENODEV  the chip has no such UART
///   - EACCES  the manifest's "Uart" does not list it
///   - EBUSY   it is open already
///
/// Capability: Uart.
static inline int UART_Open(UART_Id uartId, const UART_Config* uartConfig);

#ifdef __cplusplus
}
#endif

#include <applibs/uart_internal.h>
