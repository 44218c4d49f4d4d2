// What apps find through applibs/sysevent.h alone.
#include <applibs/sysevent.h>

EventLoop* syseventLoop;
EventLoop_IoEvents syseventEvents = EventLoop_Input;
uint32_t syseventWord;
