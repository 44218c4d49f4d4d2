// What apps find through applibs/applications.h alone.
#include <applibs/applications.h>

ssize_t applicationsSigned;
size_t applicationsSize;
uint32_t applicationsWord = EAGAIN;
int applicationsUses(void);
int applicationsUses(void)
{
    return errno;
}
