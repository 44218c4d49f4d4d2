// ST LSM6DS3, its accelerometer, on SPI. Registers: datasheet DocID026899, section 9.
#pragma once

#include "spi_master.h"

#include <stdbool.h>

typedef struct {
    int32_t x; // thousandths of g
    int32_t y;
    int32_t z;
} Acceleration;

// False if the chip that answers is another one, or none does.
bool Lsm6ds3_IsThere(const SpiMaster* spi);

// 104 samples a second, up to 2 g.
void Lsm6ds3_Start(const SpiMaster* spi);

// False if there is no sample that was not read yet.
bool Lsm6ds3_Read(const SpiMaster* spi, Acceleration* acceleration);
