#include "spi_master.h"

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/isu.h>
#include <perisphere/mt3620/spi.h>

static Mt3620_Spi* g_open;
static volatile bool g_done;

void SpiMaster_OnInterrupt(void)
{
    (void)g_open->SCSR; // reading it ends the interrupt
    g_done = true;
}

void SpiMaster_Open(const SpiMaster* spi)
{
    Mt3620_Spi* const registers = MT3620_ISU_SPI(spi->isu);
    Isu_Open(spi->isu, MT3620_ISU_CLOCK_SPI);
    g_open = registers;
    registers->SMMR = MT3620_SPI_SMMR_MORE_BUF | MT3620_SPI_SMMR_CPOL | MT3620_SPI_SMMR_CPHA |
                      MT3620_SPI_SMMR_INT_EN | MT3620_SPI_SMMR_CLK_SEL(spi->divider) |
                      MT3620_SPI_SMMR_CHIP_SELECT(spi->chipSelect);
    registers->CSPOL = 0; // chip selects are low when active; no DMA
    (void)registers->SCSR;
    Core_EnableInterrupt(MT3620_IRQ_ISU_SPI(spi->isu), 2);
}

static void Transfer(Mt3620_Spi* registers, uint8_t opcode, uint32_t bits)
{
    g_done = false;
    registers->SOAR = opcode;
    registers->SMBCR = bits | MT3620_SPI_SMBCR_OPCODE_BITS(8U);
    registers->STCSR = MT3620_SPI_STCSR_START;
    while (!g_done) {
        Core_SleepUnless(&g_done);
    }
}

void SpiMaster_Read(const SpiMaster* spi, uint8_t opcode, uint8_t* data, uint32_t size)
{
    Mt3620_Spi* const registers = MT3620_ISU_SPI(spi->isu);
    Transfer(registers, opcode, MT3620_SPI_SMBCR_MISO_BITS(size * 8U));
    for (uint32_t at = 0; at < size; ++at) {
        data[at] = (uint8_t)(registers->SDIR[at / 4U] >> (at % 4U * 8U));
    }
}

void SpiMaster_Write(const SpiMaster* spi, uint8_t opcode, const uint8_t* data, uint32_t size)
{
    Mt3620_Spi* const registers = MT3620_ISU_SPI(spi->isu);
    for (uint32_t at = 0; at < size; at += 4U) {
        uint32_t word = 0;
        for (uint32_t byte = 0; byte < 4U && at + byte < size; ++byte) {
            word |= (uint32_t)data[at + byte] << (byte * 8U);
        }
        registers->SDOR[at / 4U] = word;
    }
    Transfer(registers, opcode, MT3620_SPI_SMBCR_MOSI_BITS(size * 8U));
}
