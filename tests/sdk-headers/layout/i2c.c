#define I2C_STRUCTS_VERSION 1 // apps define it; it has no effect
#include <applibs/i2c.h>

#include "pins.h"

PIN_SIZE(I2C_InterfaceId, 4, 4);
PIN_SIZE(I2C_DeviceAddress, 4, 4);
PIN_VALUE(I2C_BUS_SPEED_STANDARD, 100000);
PIN_VALUE(I2C_BUS_SPEED_FAST, 400000);
PIN_VALUE(I2C_BUS_SPEED_FAST_PLUS, 1000000);
PIN_VALUE(I2C_BUS_SPEED_HIGH, 3400000);
