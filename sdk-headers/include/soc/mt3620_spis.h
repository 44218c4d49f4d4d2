// Numbers of the MT3620's SPI interfaces and their chip selects, for applibs/spi.h, as older
// projects include them. New projects take MT3620_ISU<n>_SPI and MT3620_SPI_CS_A of hw/mt3620.h or
// a board's name for them.
#pragma once

#define MT3620_SPI_ISU0 (0)
#define MT3620_SPI_ISU1 (1)
#define MT3620_SPI_ISU2 (2)
#define MT3620_SPI_ISU3 (3)
#define MT3620_SPI_ISU4 (4)

#define MT3620_SPI_CHIP_SELECT_A (-1)
#define MT3620_SPI_CHIP_SELECT_B (-2)
