/* Compiling this file is the test: documented names have the documented values. */
#include "hw/avnet_mt3620_sk.h"
#include <hw/mt3620_rdb.h>
#include <hw/seeed_mt3620_mdb.h>
#include <hw/usi_mt3620_bt_evb.h>
#include <mt3620.h>

_Static_assert(MT3620_RDB_LED1_RED == 8, "LED 1 red is GPIO8");
_Static_assert(MT3620_RDB_LED4_BLUE == 23, "LED 4 blue is GPIO23");
_Static_assert(MT3620_RDB_NETWORKING_LED_GREEN == 14, "network LED green is GPIO14");
_Static_assert(MT3620_RDB_BUTTON_B == 13, "button B is GPIO13");
_Static_assert(MT3620_RDB_HEADER4_PIN14_GPIO == 40, "H4-14 is GPIO40");
_Static_assert(MT3620_RDB_HEADER2_ISU0_UART == 4, "UART ids begin at 4");
_Static_assert(MT3620_RDB_HEADER3_ISU3_SPI == 3, "SPI ids begin at 0");
_Static_assert(AVNET_MT3620_SK_WLAN_STATUS_LED_YELLOW == 5, "revision 1: GPIO5");
_Static_assert(AVNET_MT3620_SK_ISU2_I2C == 2, "the sensors' bus is ISU2");
_Static_assert(SEEED_MT3620_MDB_USER_LED == 7, "user LED is GPIO7");
_Static_assert(USI_MT3620_BT_EVB_J33_PIN13_GPIO36 == 36, "three levels down");
_Static_assert(MT3620_SPI_CS_A == -1 && MT3620_SPI_CS_B == -2, "chip selects");
_Static_assert(MT3620_ISU4_UART == 8 && MT3620_ADC_CHANNEL7 == 7, "ends of the ranges");
