#include "lsm6ds3.h"

enum {
    WHO_AM_I = 0x0F,
    CTRL1_XL = 0x10,
    CTRL3_C = 0x12,
    STATUS_REG = 0x1E,
    OUTX_L_XL = 0x28,
    kRead = 0x80,         // of the opcode, with the address of a register
    kIdentity = 0x69,     // WHO_AM_I
    kOdr104Hz = 0x40,     // CTRL1_XL
    kBdu = 0x40,          // CTRL3_C: both bytes of a value are of one sample
    kIfInc = 0x04,        // CTRL3_C: the address advances with each byte
    kXlda = 0x01,         // STATUS_REG: there is a new sample
    kMicrogPerDigit = 61, // at 2 g
};

bool Lsm6ds3_IsThere(const SpiMaster* spi)
{
    uint8_t identity;
    SpiMaster_Read(spi, kRead | WHO_AM_I, &identity, 1);
    return identity == kIdentity;
}

static void WriteRegister(const SpiMaster* spi, uint8_t address, uint8_t value)
{
    SpiMaster_Write(spi, address, &value, 1);
}

void Lsm6ds3_Start(const SpiMaster* spi)
{
    WriteRegister(spi, CTRL3_C, kBdu | kIfInc);
    WriteRegister(spi, CTRL1_XL, kOdr104Hz);
}

static int32_t Milli(const uint8_t* bytes)
{
    const int16_t digits = (int16_t)(bytes[0] | bytes[1] << 8);
    return digits * kMicrogPerDigit / 1000;
}

bool Lsm6ds3_Read(const SpiMaster* spi, Acceleration* acceleration)
{
    uint8_t status;
    uint8_t axes[6];
    SpiMaster_Read(spi, kRead | STATUS_REG, &status, 1);
    if ((status & kXlda) == 0) {
        return false;
    }
    SpiMaster_Read(spi, kRead | OUTX_L_XL, axes, sizeof(axes));
    acceleration->x = Milli(&axes[0]);
    acceleration->y = Milli(&axes[2]);
    acceleration->z = Milli(&axes[4]);
    return true;
}
