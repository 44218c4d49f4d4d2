// What apps find through applibs/i2c.h alone.
#include <applibs/i2c.h>

ssize_t i2cSigned = -1;
size_t i2cSize = sizeof(uint8_t);
void* i2cNothing = NULL;
