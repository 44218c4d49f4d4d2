// SPI controller of an ISU, by interrupt: the core sleeps while a transfer runs.
#pragma once

#include <stdint.h>

typedef struct {
    unsigned isu;        // 0 to 4
    unsigned chipSelect; // 0: CSA, 1: CSB
    unsigned divider;    // SCK is 80 MHz divided by this, 2 at least
} SpiMaster;

// Mode 3 (clock idles high, data is taken at its second edge), most significant bit first.
void SpiMaster_Open(const SpiMaster* spi);

// Sends `opcode` and reads `size` bytes, 1 to 32.
void SpiMaster_Read(const SpiMaster* spi, uint8_t opcode, uint8_t* data, uint32_t size);

// Sends `opcode` and `size` bytes, 1 to 32.
void SpiMaster_Write(const SpiMaster* spi, uint8_t opcode, const uint8_t* data, uint32_t size);

// For the vector table: the interrupt of the ISU that was opened last.
void SpiMaster_OnInterrupt(void);
