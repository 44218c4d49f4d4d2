// The style of Codethink's SPI driver: eleven words copied into the block, or thirteen through its
// data port by DMA; the status, which reading clears, has to be there in the interrupt. ISU1 has a
// W25Q flash at CSA.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/dma.h>
#include <perisphere/mt3620/isu.h>
#include <perisphere/mt3620/spi.h>

enum { kIsu = 1, kWords = 13, kDataBytes = 16 };

// SOAR, SDOR0 to 7, SMMR, SMBCR, STCSR and a word that is not used, in the order of the data port.
enum { kSoar = 0, kSdor = 1, kSmmr = 9, kSmbcr = 10, kStcsr = 11 };

static CORE_SYSRAM volatile uint32_t g_group[kWords];
static volatile bool g_done;
static volatile uint32_t g_interrupts;
static uint32_t g_status;

static void OnSpi(void)
{
    g_status = MT3620_ISU_SPI(kIsu)->SCSR;
    ++g_interrupts;
    g_done = true;
}

static uint32_t Mode(void)
{
    return MT3620_SPI_SMMR_MORE_BUF | MT3620_SPI_SMMR_CPOL | MT3620_SPI_SMMR_CPHA |
           MT3620_SPI_SMMR_INT_EN | MT3620_SPI_SMMR_CLK_SEL(40U) | MT3620_SPI_SMMR_CHIP_SELECT(0);
}

// The first byte is the most significant one of those that are sent; the rest is ones.
static uint32_t Opcode(const uint8_t* bytes, uint32_t size)
{
    uint32_t word = 0;
    for (uint32_t at = 0; at < size; ++at) {
        word = word << 8 | bytes[at];
    }
    return size < 4 ? word | UINT32_MAX << (8U * size) : word;
}

static void Prepare(const uint8_t* opcode, uint32_t opcodeSize, const uint8_t* data, uint32_t out,
                    uint32_t in)
{
    for (uint32_t word = 0; word < 8; ++word) {
        g_group[kSdor + word] = UINT32_MAX;
    }
    for (uint32_t at = 0; at < out; ++at) {
        g_group[kSdor + at / 4U] &= ~(0xFFU << (at % 4U * 8U));
        g_group[kSdor + at / 4U] |= (uint32_t)data[at] << (at % 4U * 8U);
    }
    g_group[kSoar] = Opcode(opcode, opcodeSize);
    g_group[kSmmr] = Mode();
    g_group[kSmbcr] = MT3620_SPI_SMBCR_MOSI_BITS(out * 8U) | MT3620_SPI_SMBCR_MISO_BITS(in * 8U) |
                      MT3620_SPI_SMBCR_OPCODE_BITS(opcodeSize * 8U);
    g_group[kStcsr] = MT3620_SPI_STCSR_START;
}

static void WaitUntilDone(void)
{
    Stopwatch_Start();
    Stopwatch_WaitFor(&g_done, 1000);
}

static void RunByWords(void)
{
    Mt3620_Spi* const spi = MT3620_ISU_SPI(kIsu);
    volatile uint32_t* const registers = &spi->SOAR;
    spi->CSPOL &= ~MT3620_SPI_CSPOL_DMA;
    g_done = false;
    for (uint32_t word = 0; word <= kSmbcr; ++word) {
        registers[word] = g_group[word];
    }
    spi->STCSR = MT3620_SPI_STCSR_START;
    WaitUntilDone();
}

static uint32_t RunByDma(void)
{
    Mt3620_Spi* const spi = MT3620_ISU_SPI(kIsu);
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(MT3620_DMA_ISU_TX(kIsu));
    spi->CSPOL |= MT3620_SPI_CSPOL_DMA;
    MT3620_DMA->CH_EN_SET = 1U << MT3620_DMA_ISU_TX(kIsu);
    dma->START = 0;
    dma->FIXADDR = Dma_Address(&spi->DATAPORT);
    dma->PGMADDR = Dma_Address(g_group);
    dma->COUNT = kWords;
    dma->CON = MT3620_DMA_CON_WORD | MT3620_DMA_CON_SINC;
    g_done = false;
    dma->START = MT3620_DMA_START_STR;
    WaitUntilDone();
    dma->START = 0;
    return dma->RLCT & 0xFFFFU;
}

// By bytes, also unaligned, as memcpy does.
static void TakeData(uint8_t* data, uint32_t size)
{
    const volatile uint8_t* const received = (const volatile uint8_t*)MT3620_ISU_SPI(kIsu)->SDIR;
    for (uint32_t at = 0; at < size; ++at) {
        data[at] = received[at];
    }
}

static void Open(void)
{
    Mt3620_Spi* const spi = MT3620_ISU_SPI(kIsu);
    spi->STCSR &= ~MT3620_SPI_STCSR_START;
    (void)spi->SCSR;
    spi->SMMR = Mode();
    Core_EnableInterrupt(MT3620_IRQ_ISU_SPI(kIsu), 2);
}

static void TestWords(void)
{
    static const uint8_t kReadIdentity[] = {0x9F};
    uint8_t identity[3];
    Prepare(kReadIdentity, sizeof(kReadIdentity), NULL, 0, sizeof(identity));
    RunByWords();
    Report_Equal("words-status", MT3620_SPI_SCSR_OK, g_status & MT3620_SPI_SCSR_OK);
    Report_Equal("words-one-interrupt", 1, g_interrupts);
    Report_Equal("words-status-read-once", 0, MT3620_ISU_SPI(kIsu)->SCSR);
    Report_Equal("words-not-busy", 0,
                 MT3620_ISU_SPI(kIsu)->STCSR & (MT3620_SPI_STCSR_BUSY | MT3620_SPI_STCSR_START));
    TakeData(identity, sizeof(identity));
    Report_Equal("words-manufacturer", 0xEF, identity[0]);
    Report_Equal("words-device", 0x4017, (uint32_t)identity[1] << 8 | identity[2]); // 64 Mbit
}

static uint32_t StatusOfFlash(void)
{
    static const uint8_t kReadStatus[] = {0x05};
    uint8_t status;
    Prepare(kReadStatus, sizeof(kReadStatus), NULL, 0, 1);
    RunByWords();
    TakeData(&status, 1);
    return status;
}

static void TestDma(void)
{
    static const uint8_t kWriteEnable[] = {0x06};
    static const uint8_t kProgram[] = {0x02, 0x00, 0x10, 0x00}; // address 0x001000
    static const uint8_t kRead[] = {0x03, 0x00, 0x10, 0x00};
    uint8_t written[kDataBytes];
    uint8_t read[kDataBytes];
    for (uint32_t at = 0; at < kDataBytes; ++at) {
        written[at] = (uint8_t)(0xA0U + at);
    }
    Prepare(kWriteEnable, sizeof(kWriteEnable), NULL, 0, 0);
    RunByWords();
    Prepare(kProgram, sizeof(kProgram), written, kDataBytes, 0);
    Report_Equal("dma-moved-all", 0, RunByDma());
    Report_Equal("dma-status", MT3620_SPI_SCSR_OK, g_status & MT3620_SPI_SCSR_OK);
    Stopwatch_Pass(100); // 3 ms: a page takes 0.4
    Report_Equal("flash-ready", 0, StatusOfFlash() & 1U);
    Prepare(kRead, sizeof(kRead), NULL, 0, kDataBytes);
    Report_Equal("dma-read-moved-all", 0, RunByDma());
    TakeData(read, kDataBytes);
    Report_Same("dma-reads-what-was-programmed", written, read, kDataBytes);
}

static void Main(void)
{
    Report_Open();
    Open();
    TestWords();
    TestDma();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_ISU_SPI(kIsu)] = OnSpi,
};
