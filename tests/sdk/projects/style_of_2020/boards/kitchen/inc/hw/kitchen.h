// Kitchen

// Generated from ../../kitchen.json; change that file instead.

#pragma once
#include "mt3620_rdb.h"

// Above the table
#define KITCHEN_LAMP MT3620_RDB_LED2_GREEN

// Weighs flour
#define KITCHEN_SCALE MT3620_RDB_HEADER2_ISU0_UART
