// What apps find through applibs/log.h alone.
#include <applibs/log.h>

va_list logArguments;
