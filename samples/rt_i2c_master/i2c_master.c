#include "i2c_master.h"

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/i2c.h>
#include <perisphere/mt3620/isu.h>

static Mt3620_I2c* g_open;
static volatile bool g_done;

void I2cMaster_OnInterrupt(void)
{
    g_open->INT_CTRL = MT3620_I2C_INT_ENABLE | MT3620_I2C_INT_STATUS;
    g_done = true;
}

void I2cMaster_Open(unsigned isu)
{
    const uint32_t phase = MT3620_I2C_CLOCK_HZ / 100000U / 4U; // a clock has four, of equal length
    Mt3620_I2c* const i2c = MT3620_ISU_I2C(isu);
    Isu_Open(isu, MT3620_ISU_CLOCK_I2C);
    MT3620_ISU(isu)->EA |= MT3620_ISU_EA_I2C;
    g_open = i2c;
    i2c->S_CON0 = 0; // not a target
    i2c->MM_CON0 = MT3620_I2C_CON_MASTER_EN | MT3620_I2C_CON_GMODE;
    i2c->MM_PAD_CON0 = MT3620_I2C_PAD_CLOCK_SYNC | 1U;
    i2c->MM_CNT_VAL_PHL = phase | (phase << 8);
    i2c->MM_CNT_VAL_PHH = phase | (phase << 8);
    i2c->DMA_CON0 = 0;
    i2c->INT_CTRL = MT3620_I2C_INT_ENABLE | MT3620_I2C_INT_STATUS;
    Core_EnableInterrupt(MT3620_IRQ_ISU_I2C(isu), 2);
}

static void Run(Mt3620_I2c* i2c)
{
    g_done = false;
    i2c->MM_CON0 |= MT3620_I2C_CON_START;
    while (!g_done) {
        Core_SleepUnless(&g_done);
    }
}

static bool Succeeded(Mt3620_I2c* i2c)
{
    if ((i2c->MM_STATUS & MT3620_I2C_STATUS_ARBITRATION_LOST) != 0) {
        i2c->MM_STATUS = MT3620_I2C_STATUS_ARBITRATION_LOST;
        return false;
    }
    return i2c->MM_ACK_VAL == 0;
}

bool I2cMaster_WriteThenRead(uint8_t address, const uint8_t* output, uint32_t outputSize,
                             uint8_t* input, uint32_t inputSize)
{
    Mt3620_I2c* const i2c = g_open;
    i2c->MM_FIFO_CON0 = MT3620_I2C_FIFO_CLEAR;
    i2c->MM_ID_CON0 = address;
    i2c->MM_PACK_CON0 = MT3620_I2C_PACK_COUNT(2U) | MT3620_I2C_PACK_READ(1U);
    i2c->MM_CNT_BYTE_VAL_PK[0] = outputSize;
    i2c->MM_CNT_BYTE_VAL_PK[1] = inputSize;
    for (uint32_t at = 0; at < outputSize; ++at) {
        i2c->MM_FIFO_DATA = output[at];
    }
    Run(i2c);
    if (!Succeeded(i2c)) {
        return false;
    }
    for (uint32_t at = 0; at < inputSize; ++at) {
        input[at] = (uint8_t)i2c->MM_FIFO_DATA;
    }
    return true;
}
