// What apps find through applibs/spi.h alone.
#include <applibs/spi.h>

int spiUses(void);
int spiUses(void)
{
    const ssize_t length = -1;
    const size_t size = 1;
    return errno == EINVAL && length < 0 && size > 0 && NULL == (void*)0;
}
