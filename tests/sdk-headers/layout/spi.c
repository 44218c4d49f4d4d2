#include <applibs/spi.h>

#include "pins.h"

PIN_SIZE(SPI_InterfaceId, 4, 4);
PIN_SIZE(SPI_ChipSelectId, 4, 4);
PIN_SIZE(SPI_Mode, 4, 4);
PIN_SIZE(enum SPI_BitOrder, 4, 4);
PIN_SIZE(SPIMaster_Config, 8, 4);
PIN_SIZE(struct z__SPIMaster_Config_v1, 8, 4);
PIN_SIZE(z__SPIMaster_Config_Base, 4, 4);
PIN_OFFSET(SPIMaster_Config, z__magicAndVersion, 0);
PIN_OFFSET(SPIMaster_Config, csPolarity, 4);
PIN_SIZE2(SPIMaster_Transfer, 20, 4, 32, 8);
PIN_SIZE2(struct z__SPIMaster_Transfer_v1, 20, 4, 32, 8);
PIN_SIZE(z__SPIMaster_Transfer_Base, 4, 4);
PIN_OFFSET(SPIMaster_Transfer, z__magicAndVersion, 0);
PIN_OFFSET(SPIMaster_Transfer, flags, 4);
PIN_OFFSET(SPIMaster_Transfer, writeData, 8);
PIN_OFFSET2(SPIMaster_Transfer, readData, 12, 16);
PIN_OFFSET2(SPIMaster_Transfer, length, 16, 24);
PIN_VALUE(SPI_STRUCTS_VERSION, 1);
PIN_VALUE(SPI_MASTER_MAX_TRANSFERS, 256);
PIN_VALUE(z__SPIMASTER_CONFIG_MAGIC, 0x45170000U);
PIN_VALUE(z__SPIMASTER_TRANSFER_MAGIC, 0x22130000U);
PIN_VALUE(SPI_Mode_Invalid, 0);
PIN_VALUE(SPI_Mode_0, 1);
PIN_VALUE(SPI_Mode_1, 2);
PIN_VALUE(SPI_Mode_2, 3);
PIN_VALUE(SPI_Mode_3, 4);
PIN_VALUE(SPI_BitOrder_Invalid, 0);
PIN_VALUE(SPI_BitOrder_LsbFirst, 1);
PIN_VALUE(SPI_BitOrder_MsbFirst, 2);
PIN_VALUE(SPI_ChipSelectPolarity_Invalid, 0);
PIN_VALUE(SPI_ChipSelectPolarity_ActiveLow, 1);
PIN_VALUE(SPI_ChipSelectPolarity_ActiveHigh, 2);
PIN_VALUE(SPI_TransferFlags_None, 0);
PIN_VALUE(SPI_TransferFlags_Read, 1);
PIN_VALUE(SPI_TransferFlags_Write, 2);
