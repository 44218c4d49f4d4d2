// The kernels of one guest program; each gives a checksum of what it did.
#pragma once

#include <stdint.h>

uint32_t integerKernel(void);
uint32_t floatingKernel(void);
uint32_t vectorKernel(void);
uint32_t systemCallKernel(void);
uint32_t pingPongKernel(void);
uint32_t timerKernel(void);
uint32_t atomicsKernel(void);
