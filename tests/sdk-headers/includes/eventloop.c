// What apps find through applibs/eventloop.h alone.
#include <applibs/eventloop.h>

bool eventloopFlag;
uint32_t eventloopWord;
