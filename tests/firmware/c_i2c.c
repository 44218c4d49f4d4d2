// The style of Codethink's I2C driver: up to eight bytes by the FIFO, more by DMA, the result in
// the interrupt. ISU2 has a TMP117 at 0x48 and a 24LC256 at 0x50; there is nothing at 0x2A.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/dma.h>
#include <perisphere/mt3620/i2c.h>

enum { kIsu = 2, kThermometer = 0x48, kEeprom = 0x50, kNobody = 0x2A, kPage = 32 };

static CORE_SYSRAM volatile uint8_t g_out[kPage + 2];
static CORE_SYSRAM volatile uint8_t g_in[kPage];
static volatile uint32_t g_interrupts;
static volatile bool g_done;
static volatile uint32_t g_acknowledge; // MM_ACK_VAL of the last transaction
static uint32_t g_left;                 // bytes that DMA had not moved

typedef struct {
    uint8_t address;
    uint32_t writeSize; // first
    uint32_t readSize;
} Transaction;

static void OnI2c(void)
{
    Mt3620_I2c* const i2c = MT3620_ISU_I2C(kIsu);
    i2c->INT_CTRL |= MT3620_I2C_INT_STATUS;
    ++g_interrupts;
    g_acknowledge = i2c->MM_ACK_VAL;
    g_done = true;
}

static void Open(void)
{
    Mt3620_I2c* const i2c = MT3620_ISU_I2C(kIsu);
    Report_Equal("not-a-target", 0, i2c->S_CON0 & (1U << 15));
    i2c->MM_CON0 |= MT3620_I2C_CON_MASTER_EN;
    i2c->MM_PAD_CON0 |= MT3620_I2C_PAD_CLOCK_SYNC;
    i2c->MM_CNT_VAL_PHL = 65U | 65U << 8;
    i2c->MM_CNT_VAL_PHH = 65U | 65U << 8;
    i2c->MM_FIFO_CON0 |= MT3620_I2C_FIFO_CLEAR;
    for (uint32_t channel = MT3620_DMA_ISU_TX(kIsu); channel <= MT3620_DMA_ISU_RX(kIsu);
         ++channel) {
        Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(channel);
        MT3620_DMA->CH_EN_SET = 1U << channel;
        dma->START = 0;
        dma->FIXADDR = Dma_Address(&i2c->MM_FIFO_DATA);
    }
    MT3620_DMA_CHANNEL(MT3620_DMA_ISU_TX(kIsu))->CON =
        MT3620_DMA_CON_BYTE | MT3620_DMA_CON_SINC | MT3620_DMA_CON_DREQ;
    MT3620_DMA_CHANNEL(MT3620_DMA_ISU_RX(kIsu))->CON =
        MT3620_DMA_CON_BYTE | MT3620_DMA_CON_DINC | MT3620_DMA_CON_DREQ | MT3620_DMA_CON_TO_MEMORY;
    i2c->DMA_CON0 = MT3620_I2C_DMA_HANDSHAKE;
    i2c->INT_CTRL |= MT3620_I2C_INT_STATUS;
    Core_EnableInterrupt(MT3620_IRQ_ISU_I2C(kIsu), 2);
    i2c->INT_CTRL |= MT3620_I2C_INT_ENABLE;
    Report_Equal("phases-read-back", 65U | 65U << 8, i2c->MM_CNT_VAL_PHL);
    Report_Equal("idle-fifo", MT3620_I2C_FIFO_IDLE, i2c->MM_FIFO_STATUS);
    Report_Equal("idle-status", MT3620_I2C_STATUS_START_READY, i2c->MM_STATUS);
}

static void StartDma(uint32_t channel, volatile uint8_t* memory, uint32_t size)
{
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(channel);
    dma->PGMADDR = Dma_Address(memory);
    dma->COUNT = size;
    dma->START = MT3620_DMA_START_STR;
}

static uint32_t StopDma(uint32_t channel)
{
    MT3620_DMA_CHANNEL(channel)->START = 0;
    return MT3620_DMA_CHANNEL(channel)->RLCT & 0xFFFFU;
}

static void Run(const Transaction* transaction)
{
    Mt3620_I2c* const i2c = MT3620_ISU_I2C(kIsu);
    const uint32_t packets =
        (transaction->writeSize > 0 ? 1U : 0U) + (transaction->readSize > 0 ? 1U : 0U);
    const bool usesDma = transaction->writeSize > MT3620_I2C_FIFO_DEPTH ||
                         transaction->readSize > MT3620_I2C_FIFO_DEPTH;
    i2c->MM_ID_CON0 = transaction->address;
    i2c->MM_CNT_BYTE_VAL_PK[0] =
        transaction->writeSize > 0 ? transaction->writeSize : transaction->readSize;
    i2c->MM_CNT_BYTE_VAL_PK[1] = transaction->readSize;
    i2c->MM_PACK_CON0 = MT3620_I2C_PACK_COUNT(packets) |
                        (transaction->readSize > 0 ? MT3620_I2C_PACK_READ(packets - 1U) : 0U);
    if (usesDma && transaction->writeSize > 0) {
        StartDma(MT3620_DMA_ISU_TX(kIsu), g_out, transaction->writeSize);
    }
    if (usesDma && transaction->readSize > 0) {
        StartDma(MT3620_DMA_ISU_RX(kIsu), g_in, transaction->readSize);
    }
    for (uint32_t at = 0; !usesDma && at < transaction->writeSize; ++at) {
        i2c->MM_FIFO_DATA = g_out[at];
    }
    g_done = false;
    i2c->MM_CON0 |= MT3620_I2C_CON_START | MT3620_I2C_CON_GMODE;
    Stopwatch_Start();
    Stopwatch_WaitFor(&g_done, MT3620_GPT_32K_HZ / 2);
    g_left = StopDma(MT3620_DMA_ISU_TX(kIsu)) + StopDma(MT3620_DMA_ISU_RX(kIsu));
    for (uint32_t at = 0; !usesDma && (i2c->MM_FIFO_STATUS & MT3620_I2C_FIFO_RX_EMPTY) == 0; ++at) {
        g_in[at % kPage] = (uint8_t)i2c->MM_FIFO_DATA;
    }
}

static void TestFifo(void)
{
    g_out[0] = 0x0F; // Device_ID
    Run(&(Transaction){kThermometer, 1, 2});
    Report_Equal("fifo-acknowledged", 0, g_acknowledge);
    Report_Equal("fifo-identity", 0x0117, (uint32_t)g_in[0] << 8 | g_in[1]);
    Report_Equal("fifo-empty-after", MT3620_I2C_FIFO_IDLE, MT3620_ISU_I2C(kIsu)->MM_FIFO_STATUS);
    Report_Equal("fifo-one-interrupt", 1, g_interrupts);
    Report_Equal("unused-dma-has-nothing-left", 0, g_left);
}

static void TestNobody(void)
{
    g_interrupts = 0;
    g_out[0] = 0;
    Run(&(Transaction){kNobody, 1, 0});
    Report_Equal("nobody-does-not-acknowledge", 1U << 8, g_acknowledge & (1U << 8));
    Report_Equal("nobody-one-interrupt", 1, g_interrupts);
    MT3620_ISU_I2C(kIsu)->MM_FIFO_CON0 |= MT3620_I2C_FIFO_CLEAR;
    Report_Equal("cleared-fifo", MT3620_I2C_FIFO_IDLE, MT3620_ISU_I2C(kIsu)->MM_FIFO_STATUS);
}

static void TestDma(void)
{
    g_interrupts = 0;
    g_out[0] = 0x01; // address 0x0100 in the EEPROM
    g_out[1] = 0x00;
    for (uint32_t at = 0; at < kPage; ++at) {
        g_out[2 + at] = (uint8_t)(at * 5U + 3U);
    }
    Run(&(Transaction){kEeprom, kPage + 2, 0});
    const uint32_t ticks = Stopwatch_Ticks();
    Report_Equal("dma-write-acknowledged", 0, g_acknowledge);
    Report_Equal("dma-write-all", 0, g_left);
    // 35 bytes of 9 bits at 100 kHz are 3.15 ms.
    Report_InRange("dma-write-duration", 100, 115, ticks);

    do { // the write cycle, of 5 ms at most, in which it does not acknowledge
        Run(&(Transaction){kEeprom, 2, 0});
        MT3620_ISU_I2C(kIsu)->MM_FIFO_CON0 |= MT3620_I2C_FIFO_CLEAR;
    } while (g_acknowledge != 0 && g_interrupts < 100);
    g_interrupts = 0;
    Run(&(Transaction){kEeprom, 2, kPage}); // the read is long, so that both go by DMA
    Report_Equal("dma-read-acknowledged", 0, g_acknowledge);
    Report_Equal("dma-read-all", 0, g_left);
    Report_Equal("dma-read-one-interrupt", 1, g_interrupts);
    Report_Same("dma-reads-what-was-written", &g_out[2], g_in, kPage);
}

static void Main(void)
{
    Report_Open();
    Open();
    TestFifo();
    TestNobody();
    TestDma();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_ISU_I2C(kIsu)] = OnI2c,
};
