// What apps find through applibs/application.h alone.
#include <applibs/application.h>

bool applicationFlag;
