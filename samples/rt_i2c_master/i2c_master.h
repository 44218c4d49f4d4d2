// I2C controller of an ISU, 100 kHz, by interrupt: the core sleeps while a transaction runs.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// `isu`: 0 to 4. One can be open.
void I2cMaster_Open(unsigned isu);

// Writes and then reads, with a repeated START between; each 1 to 8 bytes. False if the target does
// not acknowledge its address or a byte, or if another controller has won the bus.
bool I2cMaster_WriteThenRead(uint8_t address, const uint8_t* output, uint32_t outputSize,
                             uint8_t* input, uint32_t inputSize);

// For the vector table.
void I2cMaster_OnInterrupt(void);
