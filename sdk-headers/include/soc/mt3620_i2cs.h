// Numbers of the MT3620's I2C interfaces, for applibs/i2c.h, as older projects include them. New
// projects take MT3620_ISU<n>_I2C of hw/mt3620.h or a board's name for it.
#pragma once

#define MT3620_I2C_ISU0 (0)
#define MT3620_I2C_ISU1 (1)
#define MT3620_I2C_ISU2 (2)
#define MT3620_I2C_ISU3 (3)
#define MT3620_I2C_ISU4 (4)
