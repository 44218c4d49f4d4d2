/// UARTs: a debug UART for each core, and the five ISUs in their role as UARTs. The registers are a
/// 16550's, a word each, with more behind them.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    union {
        volatile uint32_t RBR; ///< 0x00: received byte (read)
        volatile uint32_t THR; ///< 0x00: byte to send (write)
        volatile uint32_t DLL; ///< 0x00: divisor, low byte, while LCR.DLAB is 1
    };
    union {
        volatile uint32_t IER; ///< 0x04: interrupt enable
        volatile uint32_t DLM; ///< 0x04: divisor, high byte, while LCR.DLAB is 1
    };
    union {
        volatile uint32_t IIR; ///< 0x08: why there is an interrupt (read)
        volatile uint32_t FCR; ///< 0x08: FIFO control (write)
        volatile uint32_t EFR; ///< 0x08: flow control, while LCR is 0xBF
    };
    volatile uint32_t LCR;          ///< 0x0C: frame format
    volatile uint32_t MCR;          ///< 0x10
    volatile uint32_t LSR;          ///< 0x14: state of the line
    volatile uint32_t MSR;          ///< 0x18
    volatile uint32_t SCR;          ///< 0x1C
    volatile uint32_t RX_LEVEL_CTL; ///< 0x20
    volatile uint32_t HIGHSPEED;    ///< 0x24: 3, a bit is SAMPLE_COUNT + 1 clocks long
    volatile uint32_t SAMPLE_COUNT; ///< 0x28
    volatile uint32_t SAMPLE_POINT; ///< 0x2C: the clock of a bit at which it is sampled
    uint32_t reserved30[6];
    volatile uint32_t SW_RTO_LIMIT; ///< 0x48
    volatile uint32_t VFIFO_EN;     ///< 0x4C: 1, FIFOs are served by DMA
    volatile uint32_t RXTRIG;       ///< 0x50
    volatile uint32_t FRACDIV_L;    ///< 0x54: of ten bits, those that are a clock longer: 0 to 7
    volatile uint32_t FRACDIV_M;    ///< 0x58: the same, 8 and 9
    volatile uint32_t FCR_RD;       ///< 0x5C: FCR, to be read
    uint32_t reserved60;
    volatile uint32_t EXTEND_ADD; ///< 0x64: handshakes with DMA
    volatile uint32_t RX_OFFSET;  ///< 0x68: bytes in the receive FIFO
    volatile uint32_t TX_OFFSET;  ///< 0x6C: bytes in the transmit FIFO
} Mt3620_Uart;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Uart, SW_RTO_LIMIT) == 0x48, "MT3620's layout");
_Static_assert(offsetof(Mt3620_Uart, TX_OFFSET) == 0x6C, "MT3620's layout");
#endif

#define MT3620_DEBUG_UART ((Mt3620_Uart*)0x21040000U)
#define MT3620_ISU_UART(n) ((Mt3620_Uart*)(0x38070500U + 0x10000U * (n))) ///< ISU 0 to 4

#define MT3620_UART_IER_ERBFI (1U << 0) ///< a byte was received
#define MT3620_UART_IER_ETBEI (1U << 1) ///< the transmit FIFO has become empty
#define MT3620_UART_IIR_ID 0x3FU
#define MT3620_UART_IIR_NONE 0x01U
#define MT3620_UART_IIR_THR_EMPTY 0x02U
#define MT3620_UART_IIR_RX_DATA 0x04U
#define MT3620_UART_IIR_RX_TIMEOUT 0x0CU
#define MT3620_UART_FCR_FIFO_ENABLE (1U << 0)
#define MT3620_UART_FCR_CLEAR_RX (1U << 1)
#define MT3620_UART_FCR_CLEAR_TX (1U << 2)
#define MT3620_UART_FCR_TX_TRIGGER_4 (1U << 4)
#define MT3620_UART_FCR_RX_TRIGGER_12 (2U << 6)
#define MT3620_UART_LCR_8N1 0x03U
#define MT3620_UART_LCR_DLAB (1U << 7)
#define MT3620_UART_LSR_DR (1U << 0)   ///< a byte can be read
#define MT3620_UART_LSR_THRE (1U << 5) ///< a byte can be written
#define MT3620_UART_LSR_TEMT (1U << 6) ///< all bytes have left
#define MT3620_UART_EXTEND_ADD_RX_DMA (1U << 0)
#define MT3620_UART_EXTEND_ADD_TX_DMA (1U << 1)
#define MT3620_UART_EXTEND_ADD_TX_AUTO (1U << 2)
#define MT3620_UART_TX_FIFO_DEPTH 16U

/// 115200 baud, 8 data bits, no parity, 1 stop bit. The UARTs' clock is 26 MHz whatever the core's
/// is: a bit takes 225 clocks, and 7 in 10 bits one more.
static inline void Uart_Open115200(Mt3620_Uart* uart)
{
    uart->LCR = MT3620_UART_LCR_DLAB;
    uart->HIGHSPEED = 3;
    uart->DLM = 0;
    uart->DLL = 1;
    uart->SAMPLE_COUNT = 224;
    uart->SAMPLE_POINT = 110;
    uart->FRACDIV_M = 0;
    uart->FRACDIV_L = 0xDF;
    uart->LCR = MT3620_UART_LCR_8N1;
}

/// Waits until there is room for a byte.
static inline void Uart_WriteByte(Mt3620_Uart* uart, uint8_t byte)
{
    while ((uart->LSR & MT3620_UART_LSR_THRE) == 0) {
        // a byte is on its way; 87 us at 115200 baud
    }
    uart->THR = byte;
}
