// What apps find through applibs/certstore.h alone.
#include <applibs/certstore.h>

struct tm certstoreTime;
ssize_t certstoreSigned;
size_t certstoreSize;
uint8_t certstoreByte;
