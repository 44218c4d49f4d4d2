// Generated from ../../door.json; change that file instead.

#pragma once
#include "hw/mt3620.h"

// Blinks while the door moves
#define DOOR_LIGHT MT3620_GPIO9
