// Numbers of the MT3620's pins, for applibs/gpio.h, as older projects include them. New projects
// take a board's header of hw/. The numbers are those of the chip's manual; 24, 25, 49 to 55 and 76
// to 79 are not pins of the application core.
//
// hw/mt3620.h spells the same names differently: a source includes one of the two.
#pragma once

#include <applibs/gpio.h>

// Shared with PWM controllers 0, 1 and 2, four each
#define MT3620_GPIO0 ((GPIO_Id)0)
#define MT3620_GPIO1 ((GPIO_Id)1)
#define MT3620_GPIO2 ((GPIO_Id)2)
#define MT3620_GPIO3 ((GPIO_Id)3)
#define MT3620_GPIO4 ((GPIO_Id)4)
#define MT3620_GPIO5 ((GPIO_Id)5)
#define MT3620_GPIO6 ((GPIO_Id)6)
#define MT3620_GPIO7 ((GPIO_Id)7)
#define MT3620_GPIO8 ((GPIO_Id)8)
#define MT3620_GPIO9 ((GPIO_Id)9)
#define MT3620_GPIO10 ((GPIO_Id)10)
#define MT3620_GPIO11 ((GPIO_Id)11)

// No other use
#define MT3620_GPIO12 ((GPIO_Id)12)
#define MT3620_GPIO13 ((GPIO_Id)13)
#define MT3620_GPIO14 ((GPIO_Id)14)
#define MT3620_GPIO15 ((GPIO_Id)15)
#define MT3620_GPIO16 ((GPIO_Id)16)
#define MT3620_GPIO17 ((GPIO_Id)17)
#define MT3620_GPIO18 ((GPIO_Id)18)
#define MT3620_GPIO19 ((GPIO_Id)19)
#define MT3620_GPIO20 ((GPIO_Id)20)
#define MT3620_GPIO21 ((GPIO_Id)21)
#define MT3620_GPIO22 ((GPIO_Id)22)
#define MT3620_GPIO23 ((GPIO_Id)23)

// Shared with ISU0
#define MT3620_GPIO26 ((GPIO_Id)26)
#define MT3620_GPIO27 ((GPIO_Id)27)
#define MT3620_GPIO28 ((GPIO_Id)28)
#define MT3620_GPIO29 ((GPIO_Id)29)
#define MT3620_GPIO30 ((GPIO_Id)30)

// Shared with ISU1
#define MT3620_GPIO31 ((GPIO_Id)31)
#define MT3620_GPIO32 ((GPIO_Id)32)
#define MT3620_GPIO33 ((GPIO_Id)33)
#define MT3620_GPIO34 ((GPIO_Id)34)
#define MT3620_GPIO35 ((GPIO_Id)35)

// Shared with ISU2
#define MT3620_GPIO36 ((GPIO_Id)36)
#define MT3620_GPIO37 ((GPIO_Id)37)
#define MT3620_GPIO38 ((GPIO_Id)38)
#define MT3620_GPIO39 ((GPIO_Id)39)
#define MT3620_GPIO40 ((GPIO_Id)40)

// Shared with ADC controller 0, channels 0 to 7
#define MT3620_GPIO41 ((GPIO_Id)41)
#define MT3620_GPIO42 ((GPIO_Id)42)
#define MT3620_GPIO43 ((GPIO_Id)43)
#define MT3620_GPIO44 ((GPIO_Id)44)
#define MT3620_GPIO45 ((GPIO_Id)45)
#define MT3620_GPIO46 ((GPIO_Id)46)
#define MT3620_GPIO47 ((GPIO_Id)47)
#define MT3620_GPIO48 ((GPIO_Id)48)

// Shared with I2S0 and I2S1 of the real-time cores
#define MT3620_GPIO56 ((GPIO_Id)56)
#define MT3620_GPIO57 ((GPIO_Id)57)
#define MT3620_GPIO58 ((GPIO_Id)58)
#define MT3620_GPIO59 ((GPIO_Id)59)
#define MT3620_GPIO60 ((GPIO_Id)60)
#define MT3620_GPIO61 ((GPIO_Id)61)
#define MT3620_GPIO62 ((GPIO_Id)62)
#define MT3620_GPIO63 ((GPIO_Id)63)
#define MT3620_GPIO64 ((GPIO_Id)64)
#define MT3620_GPIO65 ((GPIO_Id)65)

// Shared with ISU3
#define MT3620_GPIO66 ((GPIO_Id)66)
#define MT3620_GPIO67 ((GPIO_Id)67)
#define MT3620_GPIO68 ((GPIO_Id)68)
#define MT3620_GPIO69 ((GPIO_Id)69)
#define MT3620_GPIO70 ((GPIO_Id)70)

// Shared with ISU4
#define MT3620_GPIO71 ((GPIO_Id)71)
#define MT3620_GPIO72 ((GPIO_Id)72)
#define MT3620_GPIO73 ((GPIO_Id)73)
#define MT3620_GPIO74 ((GPIO_Id)74)
#define MT3620_GPIO75 ((GPIO_Id)75)

// No other use
#define MT3620_GPIO80 ((GPIO_Id)80)
