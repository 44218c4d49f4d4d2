// SPIMaster_Config and SPIMaster_Transfer, version 1. Included by applibs/spi.h.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Clock polarity and phase. The values begin at 1, so that a zeroed variable is invalid.
typedef enum SPI_Mode {
    SPI_Mode_Invalid = 0, ///< not to be passed
    SPI_Mode_0 = 1,       ///< clock idles low, data is taken on the rising edge
    SPI_Mode_1 = 2,       ///< clock idles low, data is taken on the falling edge
    SPI_Mode_2 = 3,       ///< clock idles high, data is taken on the falling edge
    SPI_Mode_3 = 4        ///< clock idles high, data is taken on the rising edge
} SPI_Mode;

/// Which bit of a byte goes first.
typedef enum SPI_BitOrder {
    SPI_BitOrder_Invalid = 0,  ///< not to be passed
    SPI_BitOrder_LsbFirst = 1, ///< the least significant
    SPI_BitOrder_MsbFirst = 2  ///< the most significant
} SPI_BitOrder;

/// Level at which chip select selects.
typedef enum SPI_ChipSelectPolarity {
    SPI_ChipSelectPolarity_Invalid = 0,   ///< not to be passed
    SPI_ChipSelectPolarity_ActiveLow = 1, ///< low
    SPI_ChipSelectPolarity_ActiveHigh = 2 ///< high
} SPI_ChipSelectPolarity;

/// Direction of one element of a sequence.
typedef enum SPI_TransferFlags {
    SPI_TransferFlags_None = 0, ///< as initialised; not to be passed on
    SPI_TransferFlags_Read = 1, ///< from the target
    SPI_TransferFlags_Write = 2 ///< to the target
} SPI_TransferFlags;

/// How an interface is opened, version 1.
struct z__SPIMaster_Config_v1 {
    uint32_t z__magicAndVersion;       ///< set by SPIMaster_InitConfig; not for the app
    SPI_ChipSelectPolarity csPolarity; ///< fixed from SPIMaster_Open on
};

/// One element of a sequence, version 1.
struct z__SPIMaster_Transfer_v1 {
    uint32_t z__magicAndVersion; ///< set by SPIMaster_InitTransfers; not for the app
    SPI_TransferFlags flags;     ///< SPI_TransferFlags_Read or SPI_TransferFlags_Write
    const uint8_t* writeData;    ///< bytes to send; not looked at in a read
    uint8_t* readData;           ///< receives the bytes; not looked at in a write
    size_t length;               ///< number of bytes
};

#ifdef __cplusplus
}
#endif
