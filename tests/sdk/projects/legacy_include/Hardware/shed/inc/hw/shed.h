// Generated from ../../shed.json; change that file instead.

#pragma once
#include "mt3620.h"

// At the door
#define SHED_LAMP MT3620_GPIO21
