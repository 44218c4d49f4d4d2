#include <applibs/eventloop.h>

#include "pins.h"

PIN_SIZE(EventLoop_Run_Result, 4, 4);
PIN_SIZE(EventLoop_IoEvents, 4, 4);
PIN_VALUE(EventLoop_Run_Failed, -1);
PIN_VALUE(EventLoop_Run_FinishedEmpty, 0);
PIN_VALUE(EventLoop_Run_Finished, 1);
PIN_VALUE(EventLoop_None, 0x00);
PIN_VALUE(EventLoop_Input, 0x01);
PIN_VALUE(EventLoop_Output, 0x04);
PIN_VALUE(EventLoop_Error, 0x08);
